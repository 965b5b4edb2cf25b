package dev.podnet.net;

import java.util.Base64;

/**
 * The public key of a WireGuard link: 32 bytes of Curve25519 in base 64, as {@code wg pubkey} prints them (wg(8)).
 *
 * @param text 44 characters
 */
public record PublicKey(String text) {

  private static final int BYTES = 32;

  /** Checks the form. */
  public PublicKey {
    if (!valid(text)) {
      throw new IllegalArgumentException("'" + text + "' is no public key");
    }
  }

  /** Whether a text is 32 bytes in base 64, written the one way there is. */
  public static boolean valid(String text) {
    if (text.length() != 44) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length == BYTES && Base64.getEncoder().encodeToString(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
