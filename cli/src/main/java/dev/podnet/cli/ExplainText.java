package dev.podnet.cli;

import dev.podnet.diagnostics.DisplayText;
import dev.podnet.facts.FactKind;
import dev.podnet.origin.Caused;
import dev.podnet.origin.Origin;
import dev.podnet.origin.SpecObject;
import dev.podnet.origin.SpecStatement;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where something comes from and what it caused, for people. */
final class ExplainText {

  private static final int MOST_OF_A_KIND = 40;
  private static final String BOLD = "1";

  private final boolean colour;
  private final boolean whole;
  private final StringBuilder text = new StringBuilder();

  /**
   * Makes one, for one use.
   *
   * @param whole whether every line is shown
   */
  ExplainText(boolean colour, boolean whole) {
    this.colour = colour;
    this.whole = whole;
  }

  private String bold(String words) {
    String safe = DisplayText.harmless(words);
    return colour ? "\u001b[" + BOLD + "m" + safe + "\u001b[0m" : safe;
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  /** Where a line comes from. */
  String of(String place, String content, Origin origin) {
    line(bold(place) + origin.thing().map(t -> ", " + DisplayText.harmless(t)).orElse(""));
    line("  " + DisplayText.harmless(content.strip()));
    line("");
    if (origin.statements().isEmpty()) {
      line("It holds the file together; no statement of the spec made it.");
      return text.toString();
    }
    line("It comes of");
    origin.statements().forEach(this::statement);
    return text.toString();
  }

  private void statement(SpecStatement statement) {
    Span span = statement.span();
    boolean chosen = !statement.written();
    line("  " + bold(statement.toString()) + "  " + DisplayText.harmless(span.toString())
        + (chosen && !statement.aspect().isEmpty() ? "  (a default, or chosen by podnet)" : ""));
    if (!chosen) {
      source(span);
    }
  }

  private void source(Span span) {
    int number = span.line();
    line("    " + number + " | " + DisplayText.harmless(span.file().lineText(number)));
  }

  /** What an object caused. */
  String of(Caused caused) {
    SpecStatement self = caused.statements().get(0);
    line(bold(caused.object().toString()) + "  "
        + DisplayText.harmless(self.span().toString()));
    source(self.span());
    line("");
    line(bold("what the spec says of it"));
    for (SpecStatement statement :
        caused.statements().subList(1, caused.statements().size())) {
      if (!statement.value().isEmpty()) {
        line("  " + DisplayText.harmless(statement.aspect() + " " + statement.value())
            + (statement.written()
                ? "  " + DisplayText.harmless(statement.span().toString())
                : ""));
      }
    }
    related(caused.related());
    Map<FactKind, List<Caused.Line>> kinds = new LinkedHashMap<>();
    caused
        .lines()
        .forEach(l -> kinds.computeIfAbsent(l.kind(), k -> new ArrayList<>()).add(l));
    kinds.forEach(this::lines);
    if (!caused.asserts().isEmpty()) {
      line("");
      line(bold("asserts"));
      caused
          .asserts()
          .forEach(span -> line("  "
              + DisplayText.harmless(
                  span + "  " + span.text().lines().findFirst().orElse(""))));
    }
    return text.toString();
  }

  private void related(List<SpecObject> related) {
    if (related.isEmpty()) {
      return;
    }
    line("");
    line(bold("goes with"));
    int shown = whole ? related.size() : Math.min(MOST_OF_A_KIND, related.size());
    related.subList(0, shown).forEach(o -> line("  " + DisplayText.harmless(o.toString())));
    more(related.size() - shown);
  }

  private void lines(FactKind kind, List<Caused.Line> lines) {
    line("");
    line(bold(kind.title() + ", " + Report.plural(lines.size(), "line")));
    int shown = whole ? lines.size() : Math.min(MOST_OF_A_KIND, lines.size());
    for (Caused.Line each : lines.subList(0, shown)) {
      String key = each.entry().key();
      String words = each.entry().text();
      line("  " + DisplayText.harmless(each.file() + ":" + each.entry().number())
          + (each.hosts() > 1 ? " (on " + each.hosts() + " hosts)" : ""));
      line("      " + DisplayText.harmless((key + "  " + words).strip()));
    }
    more(lines.size() - shown);
  }

  private void more(int count) {
    if (count > 0) {
      line("  … " + count + " more (-v shows all)");
    }
  }
}
