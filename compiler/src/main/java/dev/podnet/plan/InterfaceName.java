package dev.podnet.plan;

/**
 * The name of a network interface: 1 to 15 characters (IFNAMSIZ in linux/if.h counts the final zero), of letters,
 * digits, dot, dash and underscore.
 *
 * @param value the name
 */
public record InterfaceName(String value) implements Comparable<InterfaceName> {

  /** The kernel's IFNAMSIZ without the zero at the end. */
  private static final int LONGEST = 15;

  /** Checks length and characters. */
  public InterfaceName {
    if (!valid(value)) {
      throw new IllegalArgumentException("'" + value + "' is no interface name");
    }
  }

  /** Whether an interface can have this name. */
  public static boolean valid(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean word =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
      if (!word && (i == 0 || c != '.' && c != '-')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InterfaceName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(InterfaceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
