package dev.podnet.plan;

import java.util.List;
import java.util.Optional;

/**
 * A netfilter rule (iptables(8), iptables-extensions(8)).
 *
 * @param matches all of which must hold, in the order iptables prints them
 * @param target what then happens
 * @param comment the object of the spec it serves, such as {@code default/web:http}; empty for none
 */
public record Rule(List<Match> matches, Target target, Optional<String> comment) {
  /** Copies the list. */
  public Rule {
    matches = List.copyOf(matches);
  }
}
