package dev.podnet.plan;

import dev.podnet.net.IpFamily;
import java.util.List;

/**
 * An ip set (ipset(8)).
 *
 * @param name at most 27 characters (the kernel takes 31; a swap needs a suffix), begins with {@code PODNET}
 * @param type such as {@code hash:ip,port,ip}
 * @param family its family; a {@code bitmap:port} is read by rules of this family alone
 * @param members its members in ipset's own form, sorted
 * @param marks whether each member carries the mark of the packets that are in the set: then its text ends in {@code
 *     skbmark 0x1234}
 * @param comment what it is for
 */
public record IpSet(
    String name,
    String type,
    IpFamily family,
    List<String> members,
    boolean marks,
    String comment) {
  /** Copies the list. */
  public IpSet {
    members = List.copyOf(members);
  }

  /** A set whose members carry nothing. */
  public IpSet(String name, String type, IpFamily family, List<String> members, String comment) {
    this(name, type, family, members, false, comment);
  }
}
