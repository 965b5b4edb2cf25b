package dev.podnet.facts;

import java.util.List;

/**
 * What one file of an output says.
 *
 * @param path its path in the output, with slashes
 * @param scope where it holds
 * @param facts its facts in the order in which they begin
 */
public record FactFile(String path, Scope scope, List<Fact> facts) {

  /** Copies the list. */
  public FactFile {
    facts = List.copyOf(facts);
  }
}
