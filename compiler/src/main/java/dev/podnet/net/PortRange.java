package dev.podnet.net;

/**
 * Ports from a first to a last one, both included.
 *
 * @param first 1 to 65535
 * @param last not less than first, at most 65535
 */
public record PortRange(int first, int last) implements Comparable<PortRange> {

  /** Checks the bounds. */
  public PortRange {
    if (first < 1 || last > 65535 || first > last) {
      throw new IllegalArgumentException(
          "ports are 1 to 65535, the first not after the last: " + first + "-" + last);
    }
  }

  /** Whether the port lies in the range. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  /** How many ports there are. */
  public int size() {
    return last - first + 1;
  }

  @Override
  public int compareTo(PortRange other) {
    int byFirst = Integer.compare(first, other.first);
    return byFirst != 0 ? byFirst : Integer.compare(last, other.last);
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
