package dev.podnet.backends.coredns;

import dev.podnet.net.AddressText;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The names of addresses (RFC 1035, 3.5; RFC 3596, 2.5). */
final class ReverseNames {

  private ReverseNames() {}

  /** {@code 4.3.2.1.in-addr.arpa.} for 1.2.3.4. */
  static String name(String address) {
    List<String> labels = new ArrayList<>();
    IpAddress ip = IpAddress.parse(address);
    for (byte b : ip.toBytes()) {
      if (ip.isV4()) {
        labels.add(Integer.toString(b & 0xff));
      } else {
        labels.add(Integer.toHexString(b >> 4 & 0xf));
        labels.add(Integer.toHexString(b & 0xf));
      }
    }
    Collections.reverse(labels);
    return String.join(".", labels) + (ip.isV4() ? ".in-addr.arpa." : ".ip6.arpa.");
  }

  /** The address of a name; null when it is none's. */
  static String address(String name) {
    boolean v4 = name.endsWith(".in-addr.arpa.");
    String bare = name.replaceFirst("\\.(in-addr|ip6)\\.arpa\\.$", "");
    List<String> labels = new ArrayList<>(List.of(bare.split("\\.")));
    Collections.reverse(labels);
    if (labels.size() != (v4 ? 4 : 32)) {
      return null;
    }
    String text =
        v4 ? String.join(".", labels) : String.join("", labels).replaceAll("(....)(?!$)", "$1:");
    IpAddress ip = AddressText.parse(text).address();
    return ip == null ? null : ip.toString();
  }
}
