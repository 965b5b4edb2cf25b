package dev.podnet.lab;

import dev.podnet.net.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A packet, or a few, from one place to an address.
 *
 * @param kind what is sent
 * @param from the place: {@code n1}, or a pod on it, {@code n1/default.web-1}
 * @param to where to
 * @param port the port; 0 for a ping
 * @param times how often
 * @param size of the whole IP packet of a ping, in bytes, sent with "don't fragment"
 * @param question what a DNS probe asks, {@code A web.default.svc.cluster.local}; else empty
 */
public record Probe(
    Kind kind, String from, IpAddress to, int port, int times, OptionalInt size, String question) {

  /** What is sent. */
  public enum Kind {
    TCP,
    UDP,
    PING,
    DNS;

    private String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A connection. */
  public static Probe tcp(String from, IpAddress to, int port) {
    return new Probe(Kind.TCP, from, to, port, 1, OptionalInt.empty(), "");
  }

  /** A datagram. */
  public static Probe udp(String from, IpAddress to, int port) {
    return new Probe(Kind.UDP, from, to, port, 1, OptionalInt.empty(), "");
  }

  /** An echo request. */
  public static Probe ping(String from, IpAddress to) {
    return new Probe(Kind.PING, from, to, 0, 1, OptionalInt.empty(), "");
  }

  /** A question to a name server at port 53. */
  public static Probe dns(String from, IpAddress server, String type, String name) {
    return new Probe(Kind.DNS, from, server, 53, 1, OptionalInt.empty(), type + " " + name);
  }

  /** The same, several times. */
  public Probe times(int count) {
    return new Probe(kind, from, to, port, count, size, question);
  }

  /** The same ping with a packet of that many bytes that must not be fragmented. */
  public Probe size(int bytes) {
    return new Probe(kind, from, to, port, times, OptionalInt.of(bytes), question);
  }

  /** As the runner reads it. */
  Map<String, Object> toCommand() {
    Map<String, Object> command = new LinkedHashMap<>();
    command.put("kind", kind.word());
    command.put("from", from);
    command.put("to", to.toString());
    command.put("times", times);
    if (kind != Kind.PING) {
      command.put("port", port);
    }
    size.ifPresent(s -> command.put("size", s));
    if (kind == Kind.DNS) {
      command.put("type", question.substring(0, question.indexOf(' ')));
      command.put("name", question.substring(question.indexOf(' ') + 1));
    }
    return command;
  }

  @Override
  public String toString() {
    String what = kind == Kind.DNS ? "dns " + question : kind.word();
    String where = kind == Kind.PING ? to.toString() : withPort();
    return what + " " + from + " -> " + where
        + (size.isPresent() ? " size " + size.getAsInt() : "");
  }

  private String withPort() {
    return to.isV4() ? to + ":" + port : "[" + to + "]:" + port;
  }
}
