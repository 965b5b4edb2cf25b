package dev.podnet.render;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates, set up so that they can neither call Java nor depend on the machine: no {@code ?new}, no {@code ?api},
 * numbers as a computer reads them, one locale, every value escaped, and the first error ends the rendering.
 */
final class Templates {

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
      Template template = loaded.get(name);
      if (template == null) {
        template = configuration.getTemplate(name + ".ftl");
        loaded.put(name, template);
      }
      template.process(view, out);
    } catch (TemplateException e) {
      throw new IllegalStateException("template " + name + ": " + e.getMessageWithoutStackTop(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("template " + name + ": " + e.getMessage(), e);
    }
  }
}
