package dev.podnet.diff;

/**
 * What a change does to connections that are open while it is applied.
 *
 * @param disturbance how much they notice
 * @param text how the host's scripts make the change, and what that means; one sentence
 */
public record Effect(Disturbance disturbance, String text) {

  /** How much open connections notice. */
  public enum Disturbance {
    /** They go on. */
    NONE("no"),
    /** Packets may be late or lost; connections go on. */
    BRIEF("briefly"),
    /** Connections over what is changed end. */
    BROKEN("yes");

    private final String word;

    Disturbance(String word) {
      this.word = word;
    }

    /** The word programs read, the answer to "are connections disturbed?". */
    public String word() {
      return word;
    }
  }

  static Effect none(String text) {
    return new Effect(Disturbance.NONE, text);
  }

  static Effect brief(String text) {
    return new Effect(Disturbance.BRIEF, text);
  }

  static Effect broken(String text) {
    return new Effect(Disturbance.BROKEN, text);
  }
}
