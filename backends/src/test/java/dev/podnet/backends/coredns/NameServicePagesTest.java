package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.NameServiceCode;
import dev.podnet.diagnostics.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples on the pages of diagnostics are what they say: nothing else is found in them that matters. */
class NameServicePagesTest {

  private static final Pattern SPEC = Pattern.compile("(?s)```podnet\\n(.*?)```");

  @ParameterizedTest
  @EnumSource(NameServiceCode.class)
  void theExampleIsFound(NameServiceCode code) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/diagnostics"))) {
      folder = folder.getParent();
    }
    String page = Files.readString(folder.resolve("docs/diagnostics/" + code.id() + ".md"));
    assertThat(page).startsWith("# " + code.id() + ": " + code.title() + "\n");
    Matcher text = SPEC.matcher(page);
    assertThat(text.find()).isTrue();
    assertThat(new Spec(text.group(1)).nameServers().all())
        .filteredOn(d -> d.severity() != Severity.NOTE && !d.code().id().equals("PN1018"))
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.code()).as(d.message()).isEqualTo(code));
  }
}
