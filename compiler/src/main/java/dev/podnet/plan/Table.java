package dev.podnet.plan;

import java.util.Locale;

/** The netfilter tables of iptables(8), in the order a packet meets them at one hook. */
public enum Table {
  RAW,
  MANGLE,
  NAT,
  FILTER;

  /** The name as iptables writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
