package dev.podnet.backends.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names from long ones. */
public final class Hashes {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Hashes() {}

  /** The SHA-256 of a text in UTF-8. */
  public static byte[] sha256(String text) {
    return digest("SHA-256", text);
  }

  private static byte[] digest(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** The first digits of a text's SHA-1 in lower-case hexadecimal, at most 40, for names that others made so first. */
  public static String sha1(String text, int digits) {
    return HexFormat.of().formatHex(digest("SHA-1", text)).substring(0, digits);
  }

  /** The first digits of a text's SHA-256 in lower-case hexadecimal, at most 64. */
  public static String hex(String text, int digits) {
    return HexFormat.of().formatHex(sha256(text)).substring(0, digits);
  }

  /** The first 16 letters of a text's SHA-256 in base 32 (RFC 4648): 80 bits. */
  public static String base32(String text) {
    byte[] digest = sha256(text);
    StringBuilder letters = new StringBuilder(16);
    long bits = 0;
    int count = 0;
    for (int i = 0; letters.length() < 16; i++) {
      bits = bits << 8 | (digest[i] & 0xff);
      count += 8;
      while (count >= 5) {
        count -= 5;
        letters.append(BASE32.charAt((int) (bits >>> count & 31)));
      }
    }
    return letters.toString();
  }
}
