package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small machine of a test run: built and started when it is first asked for, and shared by all that ask. */
final class Machine {

  private static SmallMachine machine;

  private Machine() {}

  /** The machine, running. It goes down with the JVM. */
  static synchronized SmallMachine get() throws IOException, InterruptedException {
    if (machine == null) {
      Needs.tools("qemu-system-x86_64", "cpio", "busybox", "apt-get", "dpkg-deb", "depmod");
      Path image = Path.of("target", "vm").toAbsolutePath();
      build(image);
      machine = SmallMachine.start(image);
    }
    return machine;
  }

  private static void build(Path image) throws IOException, InterruptedException {
    Files.createDirectories(image);
    Path log = image.resolve("build.log");
    Process build = new ProcessBuilder("bash", "vm/build-image", image.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    assertThat(build.waitFor()).as("vm/build-image: %s", Files.readString(log)).isZero();
  }
}
