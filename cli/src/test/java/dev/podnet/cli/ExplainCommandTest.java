package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Codes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainCommandTest {

  private static final Path HERE = Path.of("").toAbsolutePath();

  static Stream<Code> codes() {
    return Codes.all().stream();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPageForEveryCode(Code code) {
    Run run = Run.in(HERE, "explain", code.id());
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("# " + code.id() + ": " + code.title() + "\n")
        .endsWith("\n");
    assertThat(run.out().lines().count()).isBetween(8L, 60L);
  }

  @Test
  void givesEveryCodeOnce() {
    List<String> ids = Codes.all().stream().map(Code::id).toList();
    assertThat(ids).doesNotHaveDuplicates().isSorted().allMatch(id -> id.matches("PN[0-9]{4}"));
  }

  @Test
  void listsAllCodes() {
    Run run = Run.in(HERE, "explain", "--list");
    assertThat(run.out()).contains("PN2003  error   pod CIDRs overlap\n");
    assertThat(run.out().lines()).hasSameSizeAs(Codes.all());
    assertThat(Run.in(HERE, "explain", "--list", "--format=json").json().getAsJsonArray("codes"))
        .hasSameSizeAs(Codes.all());
  }

  @Test
  void understandsCodesInOtherSpellings() {
    Run run = Run.in(HERE, "explain", "PN2003");
    assertThat(Run.in(HERE, "explain", "pn2003")).isEqualTo(run);
    assertThat(Run.in(HERE, "explain", "2003")).isEqualTo(run);
  }

  @Test
  void suggestsTheNearestCode() {
    Run run = Run.in(HERE, "explain", "PN203");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("there is no diagnostic 'PN203'; did you mean PN2003?");
    assertThat(Run.in(HERE, "explain").status()).isEqualTo(2);
    assertThat(Run.in(HERE, "explain", "--list", "PN2003").status()).isEqualTo(2);
  }
}
