package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.output.FolderDifference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class DocumentsTest {

  @TempDir
  Path folder;

  @Test
  void everyCommandHasAPageWithAllItsOptions() {
    Map<String, String> pages = Documents.manualPages();
    CommandLine root = Commands.line(new Environment(
        folder,
        Map.of(),
        InputStream.nullInputStream(),
        new PrintStream(OutputStream.nullOutputStream()),
        new PrintStream(OutputStream.nullOutputStream()),
        false,
        false));
    root.getSubcommands().forEach((name, command) -> {
      if (command.getCommandSpec().usageMessage().hidden()) {
        assertThat(pages).doesNotContainKey("podnet-" + name + ".1");
        return;
      }
      String page = pages.get("podnet-" + name + ".1");
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
      }
      assertThat(pages.get("podnet.1")).contains("\\fBpodnet\\-" + name + "\\fR(1)");
    });
  }

  @Test
  void aPageHasTheUsualSections() {
    assertThat(Documents.manualPages().get("podnet.1").lines().filter(l -> l.startsWith(".SH")))
        .containsExactly(
            ".SH \"NAME\"",
            ".SH \"SYNOPSIS\"",
            ".SH \"DESCRIPTION\"",
            ".SH \"OPTIONS\"",
            ".SH \"COMMANDS\"",
            ".SH \"EXAMPLES\"",
            ".SH \"EXIT STATUS\"",
            ".SH \"SEE ALSO\"");
  }

  @Test
  void writesTheSameEveryTime() throws IOException {
    Documents.main(new String[] {folder.resolve("a").toString()});
    Documents.main(new String[] {folder.resolve("b").toString()});
    assertThat(FolderDifference.of(folder.resolve("a"), folder.resolve("b"))).isEmpty();
    assertThat(folder.resolve("a/man/podnet-compile.1.gz")).exists();
    assertThat(folder.resolve("a/completion/podnet.zsh")).content().startsWith("#compdef podnet");
  }
}
