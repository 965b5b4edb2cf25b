package dev.podnet.lab;

import dev.podnet.planning.Backends;
import dev.podnet.spi.Backend;
import java.util.List;

/** The ways there are to do services. */
final class Modes {

  private Modes() {}

  /** All of them, by name; none of them leaves services to others. */
  static List<String> all() {
    return Backends.load(Modes.class.getClassLoader()).names(Backend.Kind.PROXY).stream()
        .filter(name -> !name.equals("none"))
        .sorted()
        .toList();
  }

  /** Those that the kernel under this machine's tests can do; the others have the small machine. */
  static List<String> here() {
    return all().stream().filter(name -> !name.equals("ipvs")).toList();
  }

  /** Whether services of SCTP can be had. */
  static boolean knowsSctp(String mode) {
    return !mode.equals("userspace");
  }

  /** Whether an endpoint sees who asks, where the service keeps that. */
  static boolean keepsSources(String mode) {
    return !mode.equals("userspace");
  }
}
