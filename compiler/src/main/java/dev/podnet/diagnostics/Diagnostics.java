package dev.podnet.diagnostics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where stages report what they find. Not for several threads at once.
 *
 * <p>Equal findings count once.
 */
public final class Diagnostics {

  private final Set<Diagnostic> found = new LinkedHashSet<>();
  private int errors;

  /** Adds a finding. */
  public void report(Diagnostic diagnostic) {
    if (found.add(diagnostic) && diagnostic.severity() == Severity.ERROR) {
      errors++;
    }
  }

  /** Whether an error was reported. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /** How many errors were reported. */
  public int errorCount() {
    return errors;
  }

  /** All findings, in {@link Diagnostic#ORDER}. */
  public List<Diagnostic> sorted() {
    List<Diagnostic> list = new ArrayList<>(found);
    list.sort(Diagnostic.ORDER);
    return List.copyOf(list);
  }
}
