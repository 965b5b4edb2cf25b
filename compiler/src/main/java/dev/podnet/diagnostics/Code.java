package dev.podnet.diagnostics;

/**
 * The stable code of one rule, such as {@code PN2003}. The enums that implement it hold one range each: 0xxx syntax,
 * 1xxx names, 2xxx addresses, 3xxx topology and reachability, 4xxx services, 5xxx policies and ingress, 6xxx backend
 * settings, 7xxx imported manifests, 8xxx asserts, 9xxx the compiler itself.
 *
 * <p>Each code has a page {@code docs/diagnostics/CODE.md}.
 */
public interface Code {

  /** The code as the user sees it: {@code PN} and four digits. */
  String id();

  /** How grave a finding of this rule is. */
  Severity severity();

  /** What the rule is about, in a few words; the title of its page. */
  String title();
}
