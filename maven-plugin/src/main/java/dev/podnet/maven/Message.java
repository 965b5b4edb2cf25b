package dev.podnet.maven;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Label;
import dev.podnet.diagnostics.Severity;
import dev.podnet.diagnostics.TextFormat;
import dev.podnet.source.Span;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.build.BuildContext;

/**
 * A finding in the form that Maven's own compiler uses, {@code FILE:[LINE,COLUMN] MESSAGE}, which editors and build
 * servers make links of.
 *
 * @param severity how grave it is
 * @param file absolute; empty text when it is about no file
 * @param line from 1; 0 when it is about no place
 * @param column from 1; 0 when it is about no place
 * @param text the code and the sentence
 * @param detail the source lines, further places and the way out; may be several lines
 */
record Message(Severity severity, String file, int line, int column, String text, String detail) {

  /** How many messages the failure itself repeats. */
  private static final int REPEATED = 10;

  /** Findings as messages. */
  static List<Message> of(List<Diagnostic> diagnostics, Path folder) {
    List<Message> messages = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      Optional<Span> span = diagnostic.primary().map(Label::span);
      messages.add(new Message(
          diagnostic.severity(),
          span.map(s -> file(s.file().name(), folder)).orElse(""),
          span.map(Span::line).orElse(0),
          span.map(Span::column).orElse(0),
          diagnostic.code().id() + ": " + firstLine(diagnostic),
          detail(diagnostic)));
    }
    return messages;
  }

  /** The path of a source; its name as it is when it is no file, such as {@code --set}. */
  private static String file(String name, Path folder) {
    try {
      Path path = folder.resolve(name).normalize();
      return Files.exists(path) ? path.toString() : name;
    } catch (InvalidPathException e) {
      return name;
    }
  }

  /** The sentence as the command line has it, where nothing in it can disturb a terminal. */
  private static String firstLine(Diagnostic diagnostic) {
    String first = new TextFormat(false).format(diagnostic).lines().findFirst().orElseThrow();
    return first.substring(first.indexOf("]: ") + "]: ".length());
  }

  /** What the command line shows below its first line, which says the message, and its second, which says the place. */
  private static String detail(Diagnostic diagnostic) {
    return new TextFormat(false)
        .format(diagnostic)
        .lines()
        .skip(diagnostic.primary().isPresent() ? 2 : 1)
        .collect(Collectors.joining("\n"));
  }

  /** The message with its place, in one line. */
  String head() {
    if (file.isEmpty()) {
      return text;
    }
    return file + ":[" + line + "," + column + "] " + text;
  }

  void log(Log log) {
    String all = head() + (detail.isEmpty() ? "" : "\n" + detail);
    switch (severity) {
      case ERROR -> log.error(all);
      case WARNING -> log.warn(all);
      case NOTE -> log.info(all);
    }
  }

  /** Puts a mark beside the line in the editor. */
  void mark(BuildContext editor) {
    if (severity == Severity.NOTE || file.isEmpty() || !Path.of(file).isAbsolute()) {
      return;
    }
    editor.addMessage(
        Path.of(file).toFile(),
        line,
        column,
        text,
        severity == Severity.ERROR ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING,
        null);
  }

  /** What Maven shows at the very end: how much is wrong, and the first of it. */
  static String summary(String what, List<Message> messages) {
    List<Message> grave =
        messages.stream().filter(m -> m.severity == Severity.ERROR).toList();
    List<Message> shown = grave.isEmpty() ? messages : grave;
    String more =
        shown.size() > REPEATED ? "\n… and " + (shown.size() - REPEATED) + " more, see above" : "";
    return what + ":\n"
        + shown.stream().limit(REPEATED).map(Message::head).collect(Collectors.joining("\n"))
        + more;
  }

  /** Such as {@code 2 errors}. */
  static String counted(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
