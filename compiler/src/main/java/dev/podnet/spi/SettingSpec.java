package dev.podnet.spi;

/**
 * A setting of a backend.
 *
 * @param key its name
 * @param form how its value is read
 * @param defaultValue the value when it is not written; empty for none
 * @param meaning one sentence for help and docs
 */
public record SettingSpec(String key, Form form, String defaultValue, String meaning) {

  /** How the text of a value is read and checked. */
  public enum Form {
    /** A whole number of 0 or more. */
    NUMBER,
    /** A port, 1 to 65535. */
    PORT,
    /** {@code on} or {@code off}. */
    SWITCH,
    /** Seconds, written as a duration such as {@code 5s}. */
    SECONDS,
    /** An interface name. */
    INTERFACE,
    /** An address. */
    ADDRESS,
    /** Addresses, each with {@code :PORT} or without. */
    ENDPOINTS,
    /** Names of nodes. */
    NODES,
    /** One word of a list in the meaning, or a path; the backend checks it. */
    WORD
  }
}
