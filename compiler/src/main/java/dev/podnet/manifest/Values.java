package dev.podnet.manifest;

import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads single values: what a scalar must be is decided by the field it stands in, as Kubernetes does. */
final class Values {

  private Values() {}

  /** The text behind a key; an empty one counts as absent, as in Kubernetes. */
  static Optional<Located<String>> text(Fields fields, String key) {
    return fields
        .node(key)
        .flatMap(node -> text(fields, key, node))
        .filter(text -> !text.value().isEmpty());
  }

  /** The text of a node that stands behind a key, or in the list behind it; maybe empty. */
  static Optional<Located<String>> text(Fields fields, String key, Node node) {
    Reading reading = fields.reading();
    if (!(node instanceof ScalarNode scalar)) {
      fields.wrongShape(key, node, "a text");
      return Optional.empty();
    }
    Scalars.Type type = Scalars.type(scalar);
    if (type != Scalars.Type.TEXT) {
      notAText(fields, key, scalar, type);
      return Optional.empty();
    }
    return Optional.of(new Located<>(scalar.getValue(), reading.span(scalar)));
  }

  private static void notAText(Fields fields, String key, ScalarNode scalar, Scalars.Type type) {
    String path = fields.path(key);
    String message = type == Scalars.Type.NULL
        ? path + " must be a text; here is nothing"
        : path + " must be a text, but " + scalar.getValue() + " without quotes is " + type.words();
    fields
        .reading()
        .at(scalar, ManifestCode.NOT_A_STRING, message)
        .help(
            type == Scalars.Type.NULL
                ? "write the text, or take the entry away"
                : "quote it: \"" + scalar.getValue() + "\"")
        .report();
  }

  /** The whole number behind a key, between two bounds; a code for one that is not. */
  static Optional<Located<Integer>> integer(
      Fields fields, String key, long least, long most, Code range) {
    return fields.node(key).flatMap(node -> integer(fields, key, node, least, most, range));
  }

  /** The whole number of a node. */
  static Optional<Located<Integer>> integer(
      Fields fields, String key, Node node, long least, long most, Code range) {
    if (!(node instanceof ScalarNode scalar)) {
      fields.wrongShape(key, node, "a number");
      return Optional.empty();
    }
    String text = scalar.getValue();
    if (Scalars.type(scalar) != Scalars.Type.INTEGER || !Scalars.isPlainDecimal(text)) {
      notANumber(fields, key, scalar);
      return Optional.empty();
    }
    // 18 digits fit a long; what has more is out of every range
    long value = text.length() <= 18
        ? Long.parseLong(text)
        : text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    if (value < least || value > most) {
      // where a port may be 0, that stands for none
      long shownLeast = range == ManifestCode.INVALID_PORT ? 1 : least;
      fields
          .reading()
          .at(
              scalar,
              range,
              fields.path(key) + " must be " + shownLeast + " to " + most + ", not " + text)
          .report();
      return Optional.empty();
    }
    return Optional.of(new Located<>((int) value, fields.reading().span(scalar)));
  }

  private static void notANumber(Fields fields, String key, ScalarNode scalar) {
    String text = scalar.getValue();
    Reading reading = fields.reading();
    if (Templates.reportNumber(reading, new Located<>(text, reading.span(scalar)))) {
      return;
    }
    String path = fields.path(key);
    boolean plain = Scalars.isPlain(scalar);
    Optional<String> decimal = plain ? Scalars.decimal(text) : Optional.empty();
    String message = decimal.isPresent()
        ? path + " must be a plain decimal number, not " + text
        : plain || !Scalars.isPlainDecimal(text)
            ? path + " must be a whole number, not '" + shown(text) + "'"
            : path + " must be a number; in quotes it is a text";
    Optional<String> help = decimal.isPresent()
        ? decimal.map(d -> "Kubernetes reads it as " + d + "; if that is meant, write " + d)
        : !plain && Scalars.isPlainDecimal(text)
            ? Optional.of("take the quotes away: " + text)
            : Optional.empty();
    reading.at(scalar, ManifestCode.NOT_A_NUMBER, message).help(help).report();
  }

  /** The port behind a key: 1 to 65535. */
  static Optional<Located<Integer>> port(Fields fields, String key) {
    return integer(fields, key, 1, 65535, ManifestCode.INVALID_PORT);
  }

  /** The port behind a key, where 0 means absent. */
  static Optional<Located<Integer>> portOrZero(Fields fields, String key) {
    return integer(fields, key, 0, 65535, ManifestCode.INVALID_PORT).filter(p -> p.value() != 0);
  }

  /** The switch behind a key. */
  static Optional<Located<Boolean>> flag(Fields fields, String key) {
    Optional<Node> node = fields.node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof ScalarNode scalar)) {
      fields.wrongShape(key, node.get(), "true or false");
      return Optional.empty();
    }
    Reading reading = fields.reading();
    String text = scalar.getValue();
    Optional<Boolean> value = Scalars.switchOf(text);
    if (value.isEmpty() || Scalars.type(scalar) != Scalars.Type.SWITCH) {
      if (!Templates.report(reading, scalar)) {
        reading
            .at(
                scalar,
                ManifestCode.NOT_A_SWITCH,
                fields.path(key) + " must be true or false, not '" + shown(text) + "'")
            .help(value.map(v -> "write " + v + ", without quotes"))
            .report();
      }
      return Optional.empty();
    }
    if (!Scalars.isModernSwitch(text)) {
      reading
          .at(
              scalar,
              ManifestCode.OLD_SWITCH,
              fields.path(key) + " is " + value.get() + " only to readers of YAML 1.1")
          .help("write " + value.get())
          .report();
    }
    return Optional.of(new Located<>(value.get(), reading.span(scalar)));
  }

  /** A switch that is off when absent. */
  static boolean isOn(Fields fields, String key) {
    return flag(fields, key).map(Located::value).orElse(false);
  }

  /** One of the words a field knows; the words in the order of the Kubernetes documentation. */
  static <E> Optional<Located<E>> word(Fields fields, String key, Map<String, E> words) {
    return text(fields, key).flatMap(text -> word(fields, key, text, words));
  }

  /** One of the words a field knows. */
  static <E> Optional<Located<E>> word(
      Fields fields, String key, Located<String> text, Map<String, E> words) {
    E value = words.get(text.value());
    if (value == null) {
      Reading reading = fields.reading();
      if (!Templates.report(reading, text)) {
        reading
            .at(
                text.span(),
                ManifestCode.UNKNOWN_WORD,
                fields.path(key) + " cannot be '" + shown(text.value()) + "'")
            .help(DidYouMean.among(text.value(), words.keySet())
                .map(near -> "did you mean " + near + "?")
                .orElse("it is one of " + String.join(", ", words.keySet())))
            .report();
      }
      return Optional.empty();
    }
    return Optional.of(text.with(value));
  }

  /** The protocol behind a key; absent means TCP, at the place of the map. */
  static Located<Protocol> protocol(Fields fields, String key) {
    Optional<Located<String>> text = fields.node(key).flatMap(node -> text(fields, key, node));
    if (text.isEmpty()) {
      return new Located<>(Protocol.TCP, fields.place());
    }
    for (Protocol protocol : Protocol.values()) {
      if (protocol.name().equals(text.get().value())) {
        return text.get().with(protocol);
      }
    }
    Reading reading = fields.reading();
    String written = text.get().value();
    if (!Templates.report(reading, text.get())) {
      String message = written.isEmpty()
          ? fields.path(key) + " is empty"
          : "'" + shown(written) + "' is not a protocol Kubernetes knows";
      reading
          .at(text.get().span(), ManifestCode.UNKNOWN_PROTOCOL, message)
          .help(protocolHelp(written))
          .report();
    }
    return text.get().with(Protocol.TCP);
  }

  private static String protocolHelp(String written) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.name().equalsIgnoreCase(written)) {
        return "write " + protocol.name();
      }
    }
    return written.isEmpty()
        ? "write TCP, UDP or SCTP, or leave it out for TCP"
        : "write TCP, UDP or SCTP; HTTP and the like run over TCP";
  }

  /** A text as a message shows it: on one line and not too long. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    if (line.length() <= 60) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(56)) ? 56 : 57;
    return line.substring(0, end) + "...";
  }
}
