package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Word;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that can serve the zones on a node. */
enum ServerProgram {
  /** CoreDNS 1.12.2 or newer; the only one that makes pods' names of their addresses and asks other servers. */
  COREDNS("Corefile") {
    @Override
    List<String> configuration(Serving serving) {
      return Corefile.lines(
          new Corefile.Place(
              List.of("# Name server of a node: " + serving.title()),
              "@FILES@/" + NodeServers.NAME + "/",
              serving.addresses(),
              Optional.of("127.0.0.1:9154"),
              Optional.of("127.0.0.1:9155")),
          serving.names(),
          serving.stubs(),
          serving.upstreams());
    }

    @Override
    List<Zone> zones(Names names) {
      return names.all();
    }

    @Override
    Daemon daemon(Serving serving, List<String> files) {
      return new Daemon(
          NodeServers.NAME,
          List.of(
              Word.of("coredns"),
              Word.of("-conf"),
              main(),
              Word.of("-dns.port"),
              Word.of(Integer.toString(serving.port()))),
          files,
          List.of(Word.of("coredns"), Word.of("-version")),
          new Daemon.BySignal(Daemon.Signal.USR1),
          serving.ready(),
          Optional.of(serving.spare()),
          serving.title());
    }
  },

  /** Knot DNS 3 (its reference, "Configuration Reference"). */
  KNOT("knot.conf") {
    @Override
    List<String> configuration(Serving serving) {
      return KnotText.lines(serving);
    }

    @Override
    Daemon daemon(Serving serving, List<String> files) {
      Word socket = Word.running(NodeServers.NAME, "ctl");
      return new Daemon(
          NodeServers.NAME,
          List.of(Word.of("knotd"), Word.of("-c"), main()),
          files,
          List.of(Word.of("knotc"), Word.of("-c"), main(), Word.of("conf-check")),
          new Daemon.ByCommand(List.of(Word.of("knotc"), Word.of("-s"), socket, Word.of("reload"))),
          Stream.concat(
                  Stream.<Daemon.Ready>of(new Daemon.Answers(
                      List.of(Word.of("knotc"), Word.of("-s"), socket, Word.of("status")))),
                  serving.ready().stream())
              .toList(),
          Optional.of(serving.spare()),
          serving.title());
    }
  },

  /** NSD 4 (nsd.conf(5)). */
  NSD("nsd.conf") {
    @Override
    List<String> configuration(Serving serving) {
      return NsdText.lines(serving);
    }

    /** It reads its zones again at HUP, but not its list of zones: that is in its words, so that another starts it anew. */
    @Override
    Daemon daemon(Serving serving, List<String> files) {
      return new Daemon(
          NodeServers.NAME,
          List.of(
              Word.of("nsd"),
              Word.of("-d"),
              Word.of("-c"),
              main(),
              Word.of("-I"),
              Word.of(NsdText.identity(serving))),
          files,
          List.of(Word.of("nsd-checkconf"), main()),
          new Daemon.BySignal(Daemon.Signal.HUP),
          serving.ready(),
          Optional.of(serving.spare()),
          serving.title());
    }
  };

  private final String file;

  ServerProgram(String file) {
    this.file = file;
  }

  /** What the setting {@code server} means; empty for {@code none}. */
  static Optional<ServerProgram> of(String word) {
    return switch (word) {
      case "coredns" -> Optional.of(COREDNS);
      case "knot" -> Optional.of(KNOT);
      case "nsd" -> Optional.of(NSD);
      default -> Optional.empty();
    };
  }

  /** The name of its configuration among a host's files. */
  String file() {
    return NodeServers.NAME + "/" + file;
  }

  Word main() {
    return Word.file(file());
  }

  /** The zones it serves. */
  List<Zone> zones(Names names) {
    return names.zones();
  }

  /** The lines of its configuration. */
  abstract List<String> configuration(Serving serving);

  /** The process. */
  abstract Daemon daemon(Serving serving, List<String> files);

  /**
   * What one of them is to serve.
   *
   * @param title what it is for, one line
   * @param names what it answers
   * @param stubs names that others answer
   * @param upstreams who is asked for all else
   * @param addresses what it listens on; not empty
   * @param port the port
   * @param asked the addresses that pods ask
   */
  record Serving(
      String title,
      Names names,
      List<Corefile.Stub> stubs,
      List<String> upstreams,
      List<IpAddress> addresses,
      int port,
      List<IpAddress> asked) {

    /** Copies the lists. */
    Serving {
      stubs = List.copyOf(stubs);
      upstreams = List.copyOf(upstreams);
      addresses = List.copyOf(addresses);
      asked = List.copyOf(asked);
    }

    /** Where a zone's file is on the host. */
    String path(Zone zone) {
      return "@FILES@/" + NodeServers.file(zone);
    }

    /** It takes connections. */
    List<Daemon.Ready> ready() {
      return addresses.stream()
          .map(ip -> (Daemon.Ready) new Daemon.Greets(ip, port, ""))
          .toList();
    }

    /** What a host is told that does without it. */
    String spare() {
      String addresses =
          asked.stream().map(IpAddress::toString).collect(Collectors.joining(" and "));
      return "no name server runs on this node, where pods ask " + addresses
          + "; `dns coredns { server … }` chooses the program";
    }
  }
}
