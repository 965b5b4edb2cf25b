package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.compile.Compilation;
import dev.podnet.compile.Default;
import dev.podnet.diagnostics.JsonFormat;
import dev.podnet.diagnostics.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows what came of a compile: findings, then the summary. */
final class Report {

  private final Environment environment;
  private final CommonOptions options;
  private final Compilation compilation;

  Report(Environment environment, CommonOptions options, Compilation compilation) {
    this.environment = environment;
    this.options = options;
    this.compilation = compilation;
  }

  /**
   * What a compile has written.
   *
   * @param folder the folder as the user named it
   * @param files how many files it holds
   */
  record Written(String folder, int files) {}

  /** Shows the findings; as JSON they wait for {@link #end}. */
  void findings() {
    Findings.show(
        environment, options.format(), options.colour(environment), compilation.diagnostics());
    if (options.format() == ReportOptions.Format.TEXT) {
      counts();
    }
    environment.err().flush();
  }

  private void counts() {
    int errors = compilation.count(Severity.ERROR);
    int warnings = compilation.count(Severity.WARNING);
    if (!options.quiet() && errors + warnings > 0) {
      environment.err().println();
      environment
          .err()
          .println((errors == 0 ? "" : plural(errors, "error") + (warnings == 0 ? "" : ", "))
              + (warnings == 0 ? "" : plural(warnings, "warning")));
    }
  }

  /**
   * Shows the rest.
   *
   * @param summary one line
   * @param written what was written; null for nothing
   * @param failure why nothing was written although the input is sound; null for no failure
   * @param defaults whether to list the defaults in effect
   */
  void end(String summary, Written written, String failure, boolean defaults) {
    if (options.format() == ReportOptions.Format.JSON) {
      environment.out().print(json(written, failure, defaults));
    } else if (failure == null && !options.format().alone()) {
      if (defaults) {
        environment.out().print(defaultsText(compilation.defaults()));
      }
      if (!options.quiet()) {
        if (!compilation.skipped().isEmpty()) {
          environment.out().println("skipped " + skippedText());
        }
        if (!summary.isEmpty()) {
          environment.out().println(summary);
        }
      }
    }
    if (failure != null) {
      environment.err().println("podnet: " + failure);
    }
    environment.out().flush();
  }

  /** Such as {@code 3 objects of kinds that podnet does not read: ConfigMap 1, Secret 2}. */
  private String skippedText() {
    int all =
        compilation.skipped().values().stream().mapToInt(Integer::intValue).sum();
    return plural(all, "object") + " of kinds that podnet does not read: "
        + compilation.skipped().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  static String plural(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private static String defaultsText(List<Default> defaults) {
    int width = defaults.stream().mapToInt(d -> d.statement().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Default d : defaults) {
      text.append(d.statement())
          .append(" ".repeat(width - d.statement().length()))
          .append("  # ")
          .append(d.meaning())
          .append('\n');
    }
    return text.toString();
  }

  private String json(Written written, String failure, boolean defaults) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      json.beginObject();
      json.name("formatVersion").value(JsonFormat.FORMAT_VERSION);
      JsonFormat.writeFields(json, compilation.diagnostics());
      json.name("skipped").beginObject();
      for (Map.Entry<String, Integer> kind : compilation.skipped().entrySet()) {
        json.name(kind.getKey()).value(kind.getValue());
      }
      json.endObject();
      if (compilation.cluster().isPresent()) {
        json.name("cluster").value(compilation.cluster().get().name());
        json.name("nodes").value(compilation.cluster().get().nodes().size());
        json.name("pods").value(compilation.cluster().get().givenPods().size());
        json.name("services").value(compilation.cluster().get().givenServices().size());
      }
      if (written != null) {
        json.name("output").value(written.folder());
        json.name("files").value(written.files());
      }
      if (failure != null) {
        json.name("failure").value(failure);
      }
      if (defaults) {
        json.name("defaults").beginArray();
        for (Default d : compilation.defaults()) {
          json.beginObject();
          json.name("statement").value(d.statement());
          json.name("meaning").value(d.meaning());
          json.endObject();
        }
        json.endArray();
      }
      json.endObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }
}
