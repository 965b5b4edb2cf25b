package dev.podnet.plan;

import java.util.Optional;

/**
 * A kernel setting of the host's network namespace.
 *
 * @param key with slashes, as below /proc/sys: {@code net/ipv4/conf/flannel.1/rp_filter}, so that an interface name may
 *     hold a dot
 * @param value the value as the kernel prints it
 * @param reason what it is for
 * @param before the kernel version from which on it is left alone, such as {@code 5.9}; empty when it holds on every kernel
 */
public record Sysctl(String key, String value, String reason, Optional<String> before) {

  /** Checks the version. */
  public Sysctl {
    if (before.isPresent() && !before.get().matches("[0-9]{1,3}\\.[0-9]{1,3}")) {
      throw new IllegalArgumentException("'" + before.get() + "' is no kernel version");
    }
  }

  /** A setting of every kernel. */
  public Sysctl(String key, String value, String reason) {
    this(key, value, reason, Optional.empty());
  }
}
