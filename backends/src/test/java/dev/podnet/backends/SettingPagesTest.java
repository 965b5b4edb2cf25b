package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.SettingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example on the page of each code of a setting provokes it. */
class SettingPagesTest {

  private static final Pattern SPEC = Pattern.compile("```podnet\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MANIFEST = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource(SettingCode.class)
  void theExampleIsFound(SettingCode code) throws IOException {
    String page = Files.readString(page(code));
    assertThat(page).startsWith("# " + code.id() + ": " + code.title() + "\n");
    Matcher text = SPEC.matcher(page);
    Matcher manifest = MANIFEST.matcher(page);
    Spec spec =
        new Spec(text.find() ? text.group(1) : "cluster shop\nnode n1 { address 192.168.1.11 }\n");
    if (manifest.find()) {
      spec.manifest(manifest.group(1));
    }
    assertThat(spec.diagnostics())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.code()).isEqualTo(code));
  }

  private static Path page(SettingCode code) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/diagnostics"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/diagnostics/" + code.id() + ".md");
  }
}
