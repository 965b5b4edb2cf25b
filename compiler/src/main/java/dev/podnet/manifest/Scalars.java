package dev.podnet.manifest;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What a scalar is to Kubernetes, whose YAML is that of version 1.1 as the Go library go-yaml 2 reads it: {@code no} is
 * false, {@code 0755} and {@code 0x50} are numbers, while dates and {@code 12:30} stay texts.
 */
final class Scalars {

  /** The kinds of scalar. */
  enum Type {
    NULL("nothing"),
    SWITCH("a switch"),
    INTEGER("a number"),
    FLOAT("a number"),
    TEXT("a text");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    /** How messages name it. */
    String words() {
      return words;
    }
  }

  /** Marks a scalar that is written without quotes and without a tag. */
  private static final Tag PLAIN = new Tag("tag:podnet.dev,2026:plain");

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUES =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSES =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> FLOAT_WORDS = Set.of(
      ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN",
      ".NAN");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0|[1-9][0-9]*|0[0-7]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private Scalars() {}

  /** A resolver that leaves every scalar as it is written and remembers which are plain. */
  static Resolver resolver() {
    return new Resolver() {
      @Override
      protected void addImplicitResolvers() {
        // none: what a scalar means depends on the field it stands in
      }

      @Override
      public Tag resolve(NodeId kind, String value, boolean implicit) {
        return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
      }
    };
  }

  /** Whether a node is a plain scalar. */
  static boolean isPlain(Node node) {
    return node.getTag() == PLAIN;
  }

  /** Whether a node is nothing: an empty value, {@code null} or {@code ~}. */
  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && type(scalar) == Type.NULL;
  }

  /** What a scalar is. */
  static Type type(ScalarNode node) {
    if (isPlain(node)) {
      return typeOf(node.getValue());
    }
    Tag tag = node.getTag();
    if (tag.equals(Tag.INT)) {
      return Type.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Type.FLOAT;
    }
    if (tag.equals(Tag.BOOL)) {
      return Type.SWITCH;
    }
    return tag.equals(Tag.NULL) ? Type.NULL : Type.TEXT;
  }

  /** What a text is when it is written without quotes. */
  static Type typeOf(String text) {
    int length = text.length();
    char first = length == 0 ? '~' : text.charAt(0);
    if (length <= 5) {
      if (NULLS.contains(text)) {
        return Type.NULL;
      }
      if (TRUES.contains(text) || FALSES.contains(text)) {
        return Type.SWITCH;
      }
    }
    if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
      return Type.TEXT;
    }
    if (FLOAT_WORDS.contains(text)) {
      return Type.FLOAT;
    }
    String digits = first == '.' || text.indexOf('_') < 0 ? text : text.replace("_", "");
    if (INTEGER.matcher(digits).matches() && (hasNoBase(digits) || isLong(digits))) {
      return Type.INTEGER;
    }
    boolean isFloat = FLOAT.matcher(digits).matches() && !isInfinite(digits);
    return isFloat ? Type.FLOAT : Type.TEXT;
  }

  /** Whether a number has no sign of another base before it. */
  private static boolean hasNoBase(String digits) {
    return !digits.contains("x")
        && !digits.contains("X")
        && !digits.contains("b")
        && !digits.contains("B")
        && !digits.contains("o")
        && !digits.contains("O");
  }

  /** Whether a number in another base fits 64 bits; go-yaml leaves longer ones as texts. */
  private static boolean isLong(String digits) {
    return decimal(digits).filter(d -> new BigInteger(d).bitLength() <= 64).isPresent();
  }

  /** Whether a number is too large for a double; go-yaml leaves such a one as a text. */
  private static boolean isInfinite(String digits) {
    return digits.length() < 400 && Double.isInfinite(Double.parseDouble(digits));
  }

  /** The value of a switch, in any of the spellings of YAML 1.1. */
  static Optional<Boolean> switchOf(String text) {
    if (TRUES.contains(text)) {
      return Optional.of(true);
    }
    return FALSES.contains(text) ? Optional.of(false) : Optional.empty();
  }

  /** Whether a switch is written the way every version of YAML reads. */
  static boolean isModernSwitch(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }

  /** Whether a text is a whole number written plainly: digits, no leading zero, maybe a minus sign before them. */
  static boolean isPlainDecimal(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (start == text.length() || text.charAt(start) == '0' && text.length() > start + 1) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The decimal form of a number written otherwise ({@code 0x50}, {@code 0120}, {@code 1_000}), if there is one. */
  static Optional<String> decimal(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    if (digits.length() > 40 || !INTEGER.matcher(digits).matches()) {
      return Optional.empty();
    }
    String lower = digits.toLowerCase(Locale.ROOT);
    BigInteger value;
    if (lower.startsWith("0x")) {
      value = new BigInteger(lower.substring(2), 16);
    } else if (lower.startsWith("0b")) {
      value = new BigInteger(lower.substring(2), 2);
    } else if (lower.startsWith("0o")) {
      value = new BigInteger(lower.substring(2), 8);
    } else {
      value = new BigInteger(lower, lower.startsWith("0") ? 8 : 10);
    }
    return Optional.of((negative ? "-" : "") + value);
  }
}
