package dev.podnet.plan;

import java.util.regex.Pattern;

/**
 * The name of a network interface: 1 to 15 characters (IFNAMSIZ in linux/if.h counts the final zero), of letters,
 * digits, dot, dash and underscore.
 *
 * @param value the name
 */
public record InterfaceName(String value) implements Comparable<InterfaceName> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");

  /** Checks length and characters. */
  public InterfaceName {
    if (!valid(value)) {
      throw new IllegalArgumentException("'" + value + "' is no interface name");
    }
  }

  /** Whether an interface can have this name. */
  public static boolean valid(String name) {
    return FORM.matcher(name).matches();
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
