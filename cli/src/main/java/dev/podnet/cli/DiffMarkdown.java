package dev.podnet.cli;

import dev.podnet.diagnostics.DisplayText;
import dev.podnet.diff.Changes;
import dev.podnet.diff.Reason;
import dev.podnet.diff.Review;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Differences for a pull request, in GitHub's Markdown. A comment there takes 65,536 characters, so what is long is cut and
 * says so.
 */
final class DiffMarkdown {

  private static final int MOST_ROWS = 120;
  private static final int MOST_LINES = 20;
  private static final int MOST_REASONS = 60;
  private static final int MOST_CHARACTERS = 60_000;

  private final DiffSide old;
  private final DiffSide now;
  private final StringBuilder text = new StringBuilder();

  DiffMarkdown(DiffSide old, DiffSide now) {
    this.old = old;
    this.now = now;
  }

  /** The document; ends with a line end. */
  String of(Review review) {
    boolean same = review.changes().isEmpty();
    line("### " + words(review.cluster()) + ": "
        + (same ? "nothing changes" : ChangeGroups.summary(review)));
    line("");
    String disturbing = ChangeGroups.disturbing(review);
    line(code(old.title()) + " → " + code(now.title())
        + (disturbing.isEmpty() ? "" : " · **" + disturbing + "**"));
    if (!ChangeGroups.hint(review).isEmpty()) {
      line("");
      line("> " + words(ChangeGroups.hint(review)));
    }
    reasons(review);
    hosts(review.changes().come(), "is new: call its `apply.sh`");
    hosts(review.changes().gone(), "goes: call `teardown.sh` of its old output");
    int rows = 0;
    for (ChangeGroups.Group group : ChangeGroups.of(review)) {
      line("");
      line("#### " + words(group.title()));
      line("");
      line("| | what | connections | because |");
      line("| --- | --- | --- | --- |");
      for (ChangeGroups.Row row : group.rows()) {
        if (rows++ >= MOST_ROWS || text.length() > MOST_CHARACTERS) {
          line("");
          line("… and more: `podnet diff` shows all of it.");
          return text.toString();
        }
        row(review, row);
      }
      details(group);
    }
    return text.toString();
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  private void reasons(Review review) {
    if (review.reasons().isEmpty() || !review.specs()) {
      return;
    }
    line("");
    int shown = Math.min(MOST_REASONS, review.reasons().size());
    for (int i = 0; i < shown; i++) {
      Reason reason = review.reasons().get(i);
      String place = reason
          .now()
          .or(reason::old)
          .map(s -> " (" + code(s.file().name() + ":" + s.line()) + ")")
          .orElse("");
      line((i + 1) + ". " + reason.verb().word() + ": " + words(reason.text()) + place);
    }
    if (shown < review.reasons().size()) {
      line("");
      line("… " + (review.reasons().size() - shown) + " more");
    }
  }

  private void hosts(List<Changes.Host> hosts, String what) {
    if (hosts.isEmpty()) {
      return;
    }
    line("");
    String names =
        hosts.stream().limit(MOST_LINES).map(h -> code(h.name())).collect(Collectors.joining(", "));
    String more = hosts.size() > MOST_LINES ? " and " + (hosts.size() - MOST_LINES) + " more" : "";
    line("Host " + names + more + " " + what + ".");
  }

  private void row(Review review, ChangeGroups.Row row) {
    String connections = switch (row.effect().disturbance()) {
      case NONE -> "go on";
      case BRIEF -> "briefly disturbed: " + words(row.effect().text());
      case BROKEN -> "**end**: " + words(row.effect().text());
    };
    String reasons = row.reasons().stream()
        .map(r -> review.specs() ? "" + (r + 1) : words(review.reasons().get(r).text()))
        .limit(MOST_LINES)
        .collect(Collectors.joining(", "));
    line("| " + row.verb().word() + " | " + cell(code(row.title())) + " | " + cell(connections)
        + " | " + reasons + " |");
  }

  private void details(ChangeGroups.Group group) {
    boolean any =
        group.rows().stream().anyMatch(r -> !r.gone().isEmpty() || !r.come().isEmpty());
    if (!any) {
      return;
    }
    line("");
    line("<details><summary>line by line</summary>");
    line("");
    line("```diff");
    for (ChangeGroups.Row row : group.rows()) {
      if (text.length() > MOST_CHARACTERS) {
        line("  …");
        break;
      }
      line("@@ " + plain(row.title()) + " @@");
      lines(row.gone(), "- ");
      lines(row.come(), "+ ");
    }
    line("```");
    line("");
    line("</details>");
  }

  private void lines(List<String> lines, String sign) {
    lines.stream().limit(MOST_LINES).forEach(l -> line(sign + plain(l)));
    if (lines.size() > MOST_LINES) {
      line("  … " + (lines.size() - MOST_LINES) + " more");
    }
  }

  /** A line of a block of code, which three backticks would end. */
  private static String plain(String line) {
    return DisplayText.harmless(line).replace("```", "` ` `");
  }

  /** Words that mean nothing to Markdown. */
  private static String words(String words) {
    return DisplayText.harmless(words).replaceAll("([\\\\`*_{}\\[\\]<>#|~!&@])", "\\\\$1");
  }

  private static String code(String words) {
    String safe = DisplayText.harmless(words);
    return safe.contains("`") ? "`` " + safe + " ``" : "`" + safe + "`";
  }

  /** A table's cell: in code too, a bar would end it. */
  private static String cell(String markdown) {
    return markdown.replaceAll("(?<!\\\\)\\|", "\\\\|");
  }
}
