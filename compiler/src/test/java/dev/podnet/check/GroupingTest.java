package dev.podnet.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupingTest {

  private final SourceFile file = new SourceFile("t.podnet", "nodes n 50");
  private final Span here = new Span(file, 0, 5);
  private final Span there = new Span(file, 6, 7);

  private static List<String> messages(Diagnostic... findings) {
    Diagnostics diagnostics = new Diagnostics();
    Grouping.report(List.of(findings), diagnostics);
    return diagnostics.sorted().stream().map(Diagnostic::message).toList();
  }

  private static Diagnostic finding(Span span, String message) {
    return Diagnostic.at(span, AddressCode.NODE_OUTSIDE_SEGMENTS, message).build();
  }

  @Test
  void findingsAboutOnePlaceBecomeTheFirstOfThem() {
    assertThat(messages(
            finding(here, "n-10 is out"),
            finding(here, "n-9 is out"),
            finding(here, "n-11 is out")))
        .containsExactly("n-9 is out (and 2 more like it)");
  }

  @Test
  void findingsAboutDifferentPlacesStayApart() {
    Diagnostic related = Diagnostic.at(here, AddressCode.NODE_OUTSIDE_SEGMENTS, "c")
        .related(there, "")
        .build();
    assertThat(messages(finding(here, "a"), finding(there, "b"), related))
        .containsExactly("a", "c", "b");
  }
}
