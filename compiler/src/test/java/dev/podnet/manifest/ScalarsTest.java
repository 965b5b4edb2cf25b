package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plain scalars are to podnet what they are to Kubernetes. */
class ScalarsTest {

  /** What {@code kubectl label --local -o json} (1.32) made of each, as {@code TYPE SCALAR}. */
  private static final Path KUBECTL = Path.of("src/test/resources/dev/podnet/manifest/scalars.txt");

  @Test
  void everyScalarIsWhatKubectlReads() throws IOException {
    List<String> other = new ArrayList<>();
    List<String> lines = Files.readAllLines(KUBECTL);
    for (String line : lines) {
      int space = line.indexOf(' ');
      String scalar = line.substring(space + 1);
      Scalars.Type type = Scalars.typeOf(scalar);
      String number = type == Scalars.Type.FLOAT ? "INTEGER" : type.name();
      if (!number.equals(line.substring(0, space))) {
        other.add(line + " but " + type);
      }
    }
    assertThat(lines).hasSizeGreaterThan(100);
    assertThat(other).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0x50, 80",
    "0120, 80",
    "0o120, 80",
    "0b1010000, 80",
    "8_0, 80",
    "+80, 80",
    "-0x1, -1",
    "080, ",
    "8e1, "
  })
  void theDecimalFormIsThatOfKubernetes(String written, String decimal) {
    assertThat(Scalars.decimal(written).orElse(null)).isEqualTo(decimal);
  }
}
