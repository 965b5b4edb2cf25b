package dev.podnet.render;

import dev.podnet.render.view.FileView;
import dev.podnet.render.view.HostView;
import dev.podnet.render.view.SectionView;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates, set up so that they can neither call Java nor depend on the machine: no {@code ?new}, no {@code ?api},
 * numbers as a computer reads them, one locale, every value escaped, and the first error ends the rendering.
 */
final class Templates {

  /** What every output needs: the scripts, and lines of ip, ip rules and files. */
  private static final List<String> COMMON = List.of(
      "host.sh",
      "apply.sh",
      "teardown.sh",
      "verify.sh",
      "ip",
      "text",
      "sysctl",
      "rules",
      "sets",
      "netns");

  private final Configuration configuration;
  private final Map<String, Template> loaded = new ConcurrentHashMap<>();

  Templates() {
    Configuration c = new Configuration(Configuration.VERSION_2_3_35);
    c.setTemplateLoader(new ClassTemplateLoader(Templates.class, "templates"));
    c.setDefaultEncoding("UTF-8");
    c.setLocalizedLookup(false);
    c.setLocale(Locale.ROOT);
    c.setTimeZone(TimeZone.getTimeZone("UTC"));
    c.setNumberFormat("c");
    c.setBooleanFormat("c");
    c.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    c.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    c.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    c.setAPIBuiltinEnabled(false);
    c.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    c.setLogTemplateExceptions(false);
    c.setWrapUncheckedExceptions(true);
    c.setRecognizeStandardFileExtensions(false);
    c.setRegisteredCustomOutputFormats(Syntax.ALL);
    c.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
    DefaultObjectWrapperBuilder wrapper =
        new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_35);
    wrapper.setIterableSupport(true);
    c.setObjectWrapper(wrapper.build());
    configuration = c;
  }

  /** Those of the program, read once; any number of threads may fill them. */
  static Templates shared() {
    return Shared.TEMPLATES;
  }

  /** Only once somebody asks. */
  private static final class Shared {
    private static final Templates TEMPLATES = new Templates();
  }

  /**
   * Reads what every output needs, and fills the one that shows most, so that FreeMarker is ready when it is called.
   *
   * @throws IOException when a template cannot be read
   */
  void prepare() throws IOException {
    for (String name : COMMON) {
      template(name);
    }
    List<SectionView> sections = List.of(new SectionView("lines", List.of("line")));
    fill("ip", new FileView("a file", sections), Writer.nullWriter());
    List<HostView.PartView> parts = List.of(new HostView.PartView("network", "nodes/n/network"));
    fill(
        "host.sh",
        new HostView("c", "n", "eth0", "192.0.2.1", "ip", "", "4", parts),
        Writer.nullWriter());
  }

  private Template template(String name) throws IOException {
    Template template = loaded.get(name);
    if (template == null) {
      template = configuration.getTemplate(name + ".ftl");
      loaded.put(name, template);
    }
    return template;
  }

  /**
   * Fills a template.
   *
   * @param name the name of the template without its ending
   * @param view what it shows
   * @param out where it goes
   * @throws IOException when out fails
   * @throws IllegalStateException when the template does: a bug
   */
  void fill(String name, Object view, Writer out) throws IOException {
    try {
      template(name).process(view, out);
    } catch (TemplateException e) {
      throw new IllegalStateException("template " + name + ": " + e.getMessageWithoutStackTop(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("template " + name + ": " + e.getMessage(), e);
    }
  }
}
