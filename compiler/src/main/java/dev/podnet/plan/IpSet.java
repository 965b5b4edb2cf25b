package dev.podnet.plan;

import dev.podnet.net.IpFamily;
import java.util.List;

/**
 * An ip set (ipset(8)).
 *
 * @param name at most 27 characters (the kernel takes 31; a swap needs a suffix), begins with {@code PODNET}
 * @param type such as {@code hash:ip,port,ip}
 * @param family its family
 * @param members its members in ipset's own form, sorted
 * @param comment what it is for
 */
public record IpSet(
    String name, String type, IpFamily family, List<String> members, String comment) {
  /** Copies the list. */
  public IpSet {
    members = List.copyOf(members);
  }
}
