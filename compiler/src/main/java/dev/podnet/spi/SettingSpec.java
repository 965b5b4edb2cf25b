package dev.podnet.spi;

import java.util.List;

/**
 * A setting of a backend.
 *
 * @param key its name
 * @param form how its value is read
 * @param defaults the values when it is not written, in the normal form of {@link SettingValues}; empty for none
 * @param least the least number, for {@link Form#NUMBER} and {@link Form#SECONDS}
 * @param most the greatest number, likewise
 * @param words the words {@link Form#WORD} takes
 * @param meaning one sentence for help and docs
 */
public record SettingSpec(
    String key,
    Form form,
    List<String> defaults,
    long least,
    long most,
    List<String> words,
    String meaning) {

  /** Copies the lists. */
  public SettingSpec {
    defaults = List.copyOf(defaults);
    words = List.copyOf(words);
  }

  /** How the text of a value is read and checked. */
  public enum Form {
    /** A whole number. */
    NUMBER,
    /** A port, 1 to 65535. */
    PORT,
    /** {@code on} or {@code off}. */
    SWITCH,
    /** Seconds, written as a duration such as {@code 5s}, {@code 5m} or {@code 3h}. */
    SECONDS,
    /** The name of a network interface. */
    INTERFACE,
    /** Addresses, at most one of each family. */
    ADDRESSES,
    /** Addresses, each with {@code :PORT} or without. */
    ENDPOINTS,
    /** Names of nodes. */
    NODES,
    /** One word of a list. */
    WORD,
    /** A path on a host. */
    PATH,
    /** A domain name (RFC 1123), in lower case. */
    DOMAIN,
    /** Domain names, each followed by one to fifteen addresses with {@code :PORT} or without. */
    DOMAIN_SERVERS;

    /** Whether a setting of this form may have several values. */
    public boolean many() {
      return this == ADDRESSES || this == ENDPOINTS || this == NODES || this == DOMAIN_SERVERS;
    }
  }

  /** A whole number between two others. */
  public static SettingSpec number(String key, long value, long least, long most, String meaning) {
    return new SettingSpec(
        key, Form.NUMBER, List.of(Long.toString(value)), least, most, List.of(), meaning);
  }

  /** A port. */
  public static SettingSpec port(String key, int value, String meaning) {
    return new SettingSpec(
        key, Form.PORT, List.of(Integer.toString(value)), 1, 65535, List.of(), meaning);
  }

  /** A switch that is off unless it is written. */
  public static SettingSpec off(String key, String meaning) {
    return new SettingSpec(key, Form.SWITCH, List.of("off"), 0, 0, List.of(), meaning);
  }

  /** A duration in whole seconds. */
  public static SettingSpec seconds(String key, long value, long least, long most, String meaning) {
    return new SettingSpec(
        key, Form.SECONDS, List.of(Long.toString(value)), least, most, List.of(), meaning);
  }

  /** One of some words, the first of which is the default. */
  public static SettingSpec word(String key, List<String> words, String meaning) {
    return new SettingSpec(key, Form.WORD, List.of(words.get(0)), 0, 0, words, meaning);
  }

  /** A path on a host that has no default of its own. */
  public static SettingSpec path(String key, String meaning) {
    return new SettingSpec(key, Form.PATH, List.of(), 0, 0, List.of(), meaning);
  }

  /** The name of an interface. */
  public static SettingSpec interfaceName(String key, String value, String meaning) {
    return new SettingSpec(key, Form.INTERFACE, List.of(value), 0, 0, List.of(), meaning);
  }

  /** A setting of a form that takes several values and has none by default. */
  public static SettingSpec list(String key, Form form, String meaning) {
    return new SettingSpec(key, form, List.of(), 0, 0, List.of(), meaning);
  }
}
