package dev.podnet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a kernel test needs of the machine. A test that cannot run fails and says why; none is skipped. */
final class Needs {

  private Needs() {}

  /** Fails unless this is root and the tools are there. */
  static void root(String... tools) {
    try {
      int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (uid != 0) {
        throw new AssertionError("kernel tests make network namespaces: run them as root");
      }
    } catch (IOException e) {
      throw new AssertionError("kernel tests need Linux with /proc", e);
    }
    tools(tools);
  }

  /** Fails unless the tools are there. */
  static void tools(String... tools) {
    List<String> missing = new ArrayList<>();
    for (String tool : tools) {
      if (Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
          .noneMatch(d -> Files.isExecutable(Path.of(d, tool)))) {
        missing.add(tool);
      }
    }
    if (!missing.isEmpty()) {
      throw new AssertionError("not installed here: " + missing + "; see docs/lab.md");
    }
  }
}
