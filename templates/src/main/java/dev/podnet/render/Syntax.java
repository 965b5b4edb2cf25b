package dev.podnet.render;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a value is put into a text of one syntax: the output formats that templates name in {@code [#ftl
 * output_format="…"]}. Every interpolation goes through one; what a syntax cannot hold safely is refused.
 */
final class Syntax extends CommonMarkupOutputFormat<Syntax.Text> {

  /** A shell word: bare when every character is harmless, in single quotes otherwise. */
  static final Syntax SHELL = new Syntax("Shell", Escapes::shellWord);

  /** Text inside the single quotes of a shell word. */
  static final Syntax SHELL_QUOTED = new Syntax("ShellQuoted", Escapes::insideQuotes);

  /** The rest of a comment line. */
  static final Syntax COMMENT = new Syntax("Comment", Escapes::comment);

  /** A line or word for {@code ip -batch}, {@code bridge -batch}, {@code sysctl} or {@code ipset restore}. */
  static final Syntax BATCH = new Syntax("Batch", Escapes::batch);

  /** A line or word for {@code iptables-restore}; comments in it are quoted already. */
  static final Syntax RULES = new Syntax("Rules", Escapes::printable);

  /** A line of a zone file, a Corefile or a resolv.conf. */
  static final Syntax LINE = new Syntax("Line", Escapes::printable);

  /** A scalar of a YAML file that Ansible reads, which would fill in what stands in braces. */
  static final Syntax YAML = new Syntax("Yaml", Escapes::yaml);

  /** All of them. */
  static final List<Syntax> ALL = List.of(SHELL, SHELL_QUOTED, COMMENT, BATCH, RULES, LINE, YAML);

  private final String name;
  private final UnaryOperator<String> escape;

  private Syntax(String name, UnaryOperator<String> escape) {
    this.name = name;
    this.escape = escape;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getMimeType() {
    return "text/plain";
  }

  @Override
  public void output(String textToEsc, Writer out) throws IOException {
    out.write(escape.apply(textToEsc));
  }

  @Override
  public String escapePlainText(String plainTextContent) {
    return escape.apply(plainTextContent);
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String builtInName) {
    return false;
  }

  @Override
  protected Text newTemplateMarkupOutputModel(String plainTextContent, String markupContent) {
    return new Text(this, plainTextContent, markupContent);
  }

  /** A value on its way through a format. */
  static final class Text extends CommonTemplateMarkupOutputModel<Text> {
    private final Syntax format;

    private Text(Syntax format, String plain, String markup) {
      super(plain, markup);
      this.format = format;
    }

    @Override
    public Syntax getOutputFormat() {
      return format;
    }
  }
}
