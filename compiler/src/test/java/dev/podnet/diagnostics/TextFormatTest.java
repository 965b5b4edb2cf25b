package dev.podnet.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFormatTest {

  private static final Code CODE = AddressCode.POD_CIDR_OVERLAP;
  private final TextFormat plain = new TextFormat(false);

  private static Span span(SourceFile file, String text) {
    int start = file.text().indexOf(text);
    return new Span(file, start, start + text.length());
  }

  private String render(String text, String marked, String label) {
    SourceFile file = new SourceFile("a.podnet", text);
    return plain.format(
        Diagnostic.at(span(file, marked), CODE, "m").label(label).build());
  }

  private String renderAt(String text, int start, int end) {
    SourceFile file = new SourceFile("a.podnet", text);
    return plain.format(
        Diagnostic.at(new Span(file, start, end), CODE, "m").label("here").build());
  }

  @Test
  void twoPlacesAreShownAsTheContractShowsThem() {
    String text =
        "\n".repeat(8) + "  podCIDR 10.244.0.0/23\n" + "\n".repeat(4) + "  podCIDR 10.244.1.0/24\n";
    SourceFile file = new SourceFile("shop.podnet", text);
    Diagnostic diagnostic = Diagnostic.at(
            span(file, "10.244.1.0/24"),
            CODE,
            "pod CIDR 10.244.1.0/24 of node n2 overlaps that of node n1")
        .label("the same addresses as 10.244.0.0/23")
        .related(span(file, "10.244.0.0/23"), "n1 has them here")
        .build();
    assertThat(plain.format(diagnostic)).isEqualTo("""
            error[PN2003]: pod CIDR 10.244.1.0/24 of node n2 overlaps that of node n1
              --> shop.podnet:14:11
               |
            14 |   podCIDR 10.244.1.0/24
               |           ^^^^^^^^^^^^^ the same addresses as 10.244.0.0/23
               |
              ::: shop.podnet:9:11
               |
             9 |   podCIDR 10.244.0.0/23
               |           ------------- n1 has them here
               = help: `podnet explain PN2003`
            """);
  }

  @Test
  void helpComesBeforeTheCodeAndMayHaveSeveralLines() {
    SourceFile file = new SourceFile("a.podnet", "mtu 3");
    Diagnostic diagnostic = Diagnostic.at(span(file, "3"), CODE, "too small")
        .severity(Severity.WARNING)
        .help("write\n  mtu 1500")
        .build();
    assertThat(plain.format(diagnostic)).isEqualTo("""
            warning[PN2003]: too small
             --> a.podnet:1:5
              |
            1 | mtu 3
              |     ^
              = help: write
                        mtu 1500
              = help: `podnet explain PN2003`
            """);
  }

  @Test
  void aFindingWithoutAPlaceIsOnlySentenceAndHelp() {
    assertThat(plain.format(Diagnostic.of(CODE, "m").build()))
        .isEqualTo("error[PN2003]: m\n  = help: `podnet explain PN2003`\n");
  }

  @Test
  void findingsStandApartByABlankLine() {
    Diagnostic one = Diagnostic.of(CODE, "one").build();
    Diagnostic two = Diagnostic.of(CODE, "two").build();
    assertThat(plain.format(List.of(one, two)))
        .isEqualTo(plain.format(one) + "\n" + plain.format(two));
    assertThat(plain.format(List.of())).isEmpty();
  }

  @Test
  void aSpanOverSeveralLinesShowsItsFirstAndItsLast() {
    assertThat(render("node a {\n  x\n  y\n} # end\n", "node a {\n  x\n  y\n}", "all of it"))
        .isEqualTo("""
            error[PN2003]: m
             --> a.podnet:1:1
              |
            1 | node a {
              | ^^^^^^^^
            ...
            4 | } # end
              | ^ all of it
              = help: `podnet explain PN2003`
            """);
    assertThat(render("a\n  bc d\n", "a\n  bc", "both"))
        .contains("1 | a\n  | ^\n2 |   bc d\n  |   ^^ both\n");
  }

  @Test
  void aSpanThatTakesItsLineEndWithItEndsOnThatLine() {
    assertThat(render("abc\r\nd\r\n", "abc\r\n", "here"))
        .contains("1 | abc\n  | ^^^ here\n")
        .doesNotContain("2 |");
  }

  @Test
  void tabsMoveTheMarksByWhatTheySpan() {
    assertThat(render("\tmtu\t9\n", "9", "here"))
        .contains(" --> a.podnet:1:6\n")
        .contains("1 |     mtu 9\n  |         ^ here\n");
  }

  @Test
  void wideCharactersTakeTwoCellsAndCombiningMarksNone() {
    assertThat(render("节点 x", "x", "here")).contains("1 | 节点 x\n  |      ^ here\n");
    assertThat(render("节点 x", "节点", "here")).contains("  | ^^^^ here\n");
    assertThat(render("🚀 x", "x", "here"))
        .contains(" --> a.podnet:1:3\n")
        .contains("  |    ^ here\n");
    assertThat(render("e\u0301 x", "x", "here")).contains("1 | e\u0301 x\n  |   ^ here\n");
  }

  @Test
  void aPlaceAtTheEndOfTheFileGetsOneMark() {
    assertThat(renderAt("abc", 3, 3)).contains("1 | abc\n  |    ^ here\n");
    assertThat(renderAt("abc\n", 4, 4)).contains(" --> a.podnet:2:1\n  |\n2 |\n  | ^ here\n");
    assertThat(renderAt("", 0, 0)).contains(" --> a.podnet:1:1\n  |\n1 |\n  | ^ here\n");
    assertThat(renderAt("abc", 7, 9)).contains("1 | abc\n  |    ^ here\n");
  }

  @Test
  void aLongLineIsCutAroundTheMarks() {
    String text = "a".repeat(5000) + "XY" + "b".repeat(5000);
    String shown = render(text, "XY", "here");
    String[] lines = shown.split("\n");
    assertThat(lines[3]).startsWith("1 | ...aaa").endsWith("bbb...").hasSize(4 + 120);
    assertThat(lines[4].indexOf("^^ here")).isEqualTo(lines[3].indexOf("XY"));
  }

  @Test
  void aLongLineIsCutOnlyWhereItIsTooLong() {
    String[] atStart = render("XY" + "b".repeat(500), "XY", "here").split("\n");
    assertThat(atStart[3]).startsWith("1 | XYbb").endsWith("bb...");
    assertThat(atStart[4]).isEqualTo("  | ^^ here");
    String[] atEnd = render("b".repeat(500) + "XY", "XY", "here").split("\n");
    assertThat(atEnd[3]).startsWith("1 | ...bb").endsWith("bbXY");
    assertThat(atEnd[4].indexOf("^^ here")).isEqualTo(atEnd[3].indexOf("XY"));
  }

  @Test
  void aLongMarkedPartIsCutWithItsLine() {
    String[] lines = render("x" + "b".repeat(9000), "b".repeat(9000), "here").split("\n");
    assertThat(lines[4]).hasSizeLessThan(4 + 120 + 6).endsWith("^ here");
  }

  @Test
  void longLinesOfWideCharactersKeepTheMarksInPlace() {
    String[] lines =
        render("节".repeat(300) + "X" + "🚀".repeat(300), "X", "here").split("\n");
    String before = lines[3].substring("1 | ".length(), lines[3].indexOf('X'));
    int cells = before.codePoints().map(DisplayText::width).sum();
    assertThat(lines[4]).isEqualTo("  | " + " ".repeat(cells) + "^ here");
    assertThat(lines[3].codePoints().map(DisplayText::width).sum()).isLessThanOrEqualTo(124);
  }

  @Test
  void nothingThatATerminalObeysComesThrough() {
    SourceFile file =
        new SourceFile("ev\u001b[2Jil\n", "a\u001b]0;x\u0007 \u009b31m \u202eb \u200bc \ud800");
    String shown =
        plain.format(Diagnostic.at(span(file, "c"), CODE, "m\u001b[31m\nerror[PN0000]: forged")
            .label("l\r\u0000")
            .help("h\u001b")
            .build());
    assertThat(shown
            .codePoints()
            .filter(c -> c != '\n' && DisplayText.visible(c) != c)
            .toArray())
        .isEmpty();
    assertThat(shown)
        .contains("m␛[31m␊error[PN0000]: forged\n")
        .contains("a␛]0;x␇ \ufffd31m \ufffdb \ufffdc \ufffd\n")
        .contains("ev␛[2Jil␊:1:");
  }

  @Test
  void coloursAreTheOnlyEscapesAndChangeNothingElse() {
    SourceFile file = new SourceFile("a.podnet", "mtu\n3\n");
    Diagnostic diagnostic = Diagnostic.at(span(file, "3"), CODE, "too small")
        .label("here")
        .related(span(file, "mtu"), "there")
        .help("more")
        .build();
    String coloured = new TextFormat(true).format(diagnostic);
    assertThat(coloured)
        .startsWith("\u001b[1;31merror[PN2003]\u001b[0m\u001b[1m: too small\u001b[0m\n")
        .contains("\u001b[1;31m^ here\u001b[0m")
        .contains("\u001b[1;34m--- there\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain.format(diagnostic));
  }
}
