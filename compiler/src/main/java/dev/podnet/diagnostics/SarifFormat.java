package dev.podnet.diagnostics;

import com.google.gson.stream.JsonWriter;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Findings as a log of the Static Analysis Results Interchange Format 2.1.0 (OASIS standard of 2020-03-27, "SARIF"), as code
 * scanning of GitHub and other services take it.
 *
 * <p>Columns count UTF-16 units, which the log says. A finding keeps its fingerprint when lines are added above it.
 */
public final class SarifFormat {

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  /** The name of the base of all paths that consumers of SARIF take for the repository's top (GitHub, "SARIF support"). */
  private static final String BASE = "%SRCROOT%";

  private static final String FINGERPRINT = "podnet/v1";

  private final String version;
  private final Function<Code, String> pages;
  private final Function<SourceFile, Optional<String>> paths;

  /**
   * Makes the format.
   *
   * @param version podnet's
   * @param pages the page of each code, in Markdown
   * @param paths the path of a source from the repository's top, with {@code /}; empty for what is no file
   */
  public SarifFormat(
      String version, Function<Code, String> pages, Function<SourceFile, Optional<String>> paths) {
    this.version = version;
    this.pages = pages;
    this.paths = paths;
  }

  /** The log, with a newline at its end. */
  public String format(List<Diagnostic> diagnostics) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      log(json, diagnostics);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }

  private void log(JsonWriter json, List<Diagnostic> diagnostics) throws IOException {
    List<Code> rules = Codes.all().stream()
        .filter(c -> diagnostics.stream().anyMatch(d -> d.code() == c))
        .toList();
    json.beginObject();
    json.name("$schema").value(SCHEMA);
    json.name("version").value("2.1.0");
    json.name("runs").beginArray().beginObject();
    json.name("tool").beginObject().name("driver").beginObject();
    json.name("name").value("podnet");
    json.name("version").value(version);
    json.name("rules").beginArray();
    for (Code rule : rules) {
      rule(json, rule);
    }
    json.endArray().endObject().endObject();
    json.name("columnKind").value("utf16CodeUnits");
    json.name("results").beginArray();
    Map<String, Integer> seen = new HashMap<>();
    for (Diagnostic diagnostic : diagnostics) {
      result(json, diagnostic, rules.indexOf(diagnostic.code()), seen);
    }
    json.endArray();
    json.endObject().endArray();
    json.endObject();
  }

  private void rule(JsonWriter json, Code rule) throws IOException {
    String page = pages.apply(rule);
    json.beginObject();
    json.name("id").value(rule.id());
    json.name("name").value(name(rule));
    json.name("shortDescription");
    text(json, rule.title());
    json.name("fullDescription");
    text(json, firstParagraph(page).orElse(rule.title()));
    json.name("help").beginObject();
    json.name("text").value(page);
    json.name("markdown").value(page);
    json.endObject();
    json.name("defaultConfiguration").beginObject();
    json.name("level").value(level(rule.severity()));
    json.endObject();
    json.endObject();
  }

  /** What stands first under the title of a page. */
  private static Optional<String> firstParagraph(String page) {
    return Arrays.stream(page.split("\n\\s*\n"))
        .filter(p -> !p.isBlank() && !p.startsWith("#"))
        .findFirst()
        .map(p -> p.strip().replace('\n', ' '));
  }

  /** Such as {@code PodCidrOverlap}. */
  private static String name(Code rule) {
    String constant = rule instanceof Enum<?> e ? e.name() : rule.id();
    StringBuilder name = new StringBuilder();
    for (String word : constant.split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private static String level(Severity severity) {
    return severity.word();
  }

  private static void text(JsonWriter json, String text) throws IOException {
    json.beginObject().name("text").value(text).endObject();
  }

  private void result(JsonWriter json, Diagnostic d, int rule, Map<String, Integer> seen)
      throws IOException {
    json.beginObject();
    json.name("ruleId").value(d.code().id());
    json.name("ruleIndex").value(rule);
    json.name("level").value(level(d.severity()));
    json.name("message");
    text(json, message(d));
    json.name("locations").beginArray();
    if (d.primary().isPresent() && paths.apply(d.primary().get().span().file()).isPresent()) {
      json.beginObject();
      physical(json, d.primary().get().span());
      json.endObject();
    }
    json.endArray();
    List<Label> related = new ArrayList<>();
    d.related().stream()
        .filter(l -> paths.apply(l.span().file()).isPresent())
        .forEach(related::add);
    if (!related.isEmpty()) {
      json.name("relatedLocations").beginArray();
      for (int i = 0; i < related.size(); i++) {
        json.beginObject();
        json.name("id").value(i + 1);
        physical(json, related.get(i).span());
        json.name("message");
        text(json, related.get(i).text());
        json.endObject();
      }
      json.endArray();
    }
    json.name("partialFingerprints").beginObject();
    String fingerprint = fingerprint(d);
    json.name(FINGERPRINT).value(fingerprint + ":" + seen.merge(fingerprint, 1, Integer::sum));
    json.endObject();
    json.endObject();
  }

  private static String message(Diagnostic d) {
    StringBuilder text = new StringBuilder(d.message());
    d.primary()
        .map(Label::text)
        .filter(t -> !t.isEmpty())
        .ifPresent(t -> text.append(": ").append(t));
    d.help().ifPresent(h -> h.lines().forEach(l -> text.append("\nhelp: ").append(l)));
    return text.toString();
  }

  private void physical(JsonWriter json, Span span) throws IOException {
    SourceFile file = span.file();
    json.name("physicalLocation").beginObject();
    json.name("artifactLocation").beginObject();
    json.name("uri").value(uri(paths.apply(file).orElseThrow()));
    json.name("uriBaseId").value(BASE);
    json.endObject();
    json.name("region").beginObject();
    json.name("startLine").value(span.line());
    json.name("startColumn").value(span.start() - file.offset(span.line(), 1) + 1);
    json.name("endLine").value(span.endLine());
    json.name("endColumn").value(span.end() - file.offset(span.endLine(), 1) + 1);
    json.endObject();
    json.endObject();
  }

  /** A relative reference of a path (RFC 3986, 4.2): all but unreserved characters and slashes as percent and two digits. */
  static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80
          && (c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-._~/".indexOf(c) >= 0);
      if (plain) {
        uri.append(c);
      } else {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return uri.toString();
  }

  /** What stays the same while the finding does: its code, its file and the words it is about, but not where these stand. */
  private String fingerprint(Diagnostic d) {
    String place = d.primary()
        .map(Label::span)
        .map(s -> paths.apply(s.file()).orElse("") + "\n"
            + s.file().lineText(s.line()).strip() + "\n" + s.text())
        .orElse("\n\n" + d.message());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest((d.code().id() + "\n" + place).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
