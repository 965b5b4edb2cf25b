package dev.podnet.diff;

import dev.podnet.diff.Change.Verb;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Says of a change how the host's scripts make it ({@code docs/host-scripts.md}) and what open connections notice. What is
 * said here follows {@code network.awk}, {@code netfilter.sh}, {@code nft.awk}, {@code ipsets.awk}, {@code ipvs.awk}, {@code
 * conntrack.sh} and {@code daemons.sh}: a change of theirs is one here.
 */
public final class Effects {

  private Effects() {}

  /** What a change does. */
  public static Effect of(Change change) {
    boolean added = change.verb() == Verb.ADDED;
    boolean removed = change.verb() == Verb.REMOVED;
    return switch (change.kind()) {
      case CLUSTER ->
        Effect.broken(
            "hosts take it for another cluster: tear the old one down with its own scripts first");
      case NODE, POD, SERVICE -> Effect.none("seen in what is made of it");
      case HOST ->
        Effect.none("apply.sh looks for it first and changes nothing where it is missing");
      case SYSCTL -> setting(change);
      case POD_NAMESPACE -> namespace(change);
      case TUNNEL_PORT ->
        added
            ? Effect.none("opened beside what is there")
            : Effect.broken("packets of tunnels that still come to the old port are lost");
      case LINK -> LinkEffects.of(change);
      case ADDRESS ->
        removed
            ? Effect.broken("connections from and to this address end")
            : Effect.none("set beside what is there");
      case ROUTE -> route(change);
      case NEIGHBOUR, FORWARDING ->
        removed
            ? Effect.broken("what still goes that way is lost")
            : added
                ? Effect.none("set beside what is there")
                : Effect.brief("replaced in one step; packets on their way may be lost");
      case WIREGUARD -> wireGuard(change);
      case WIREGUARD_PEER ->
        removed
            ? Effect.broken("the peer is no longer spoken with")
            : Effect.brief("the peer is set anew; packets on their way may be lost");
      case FILE -> file(change);
      case DAEMON -> daemon(change);
      case SET -> set(change);
      case ELEMENT ->
        Effect.none("changed in the set that is there; only new connections look it up");
      case VIRTUAL_SERVER ->
        removed
            ? Effect.broken("connections through this virtual server end")
            : Effect.none(
                added ? "set beside what is there" : "edited in place; open connections stay");
      case REAL_SERVER ->
        removed
            ? Effect.none(
                "gets no new connections; open TCP connections stay until they end, other flows move")
            : Effect.none("set beside what is there");
      case HOOK ->
        removed
            ? Effect.none("goes after all else is in place; open connections stay translated")
            : Effect.none("put in where it is missing");
      case CHAIN -> ChainEffects.of(change);
      case ROUTER_ROUTE -> Effect.none("nothing on hosts: it is to be entered into the routers");
      case NAME_SERVER -> Effect.none("the name server reads its configuration again");
      case RECORD ->
        Effect.none("the name server answers otherwise; answers given last as long as their TTL");
      case SCRIPT ->
        Effect.none("scripts of another version of podnet; the network stays as it is");
      case OTHER -> Effect.none("no host loads it");
    };
  }

  private static Effect setting(Change change) {
    boolean forwarding = change.key().contains("forward") || change.key().contains("_forward");
    if (change.verb() == Verb.REMOVED) {
      return forwarding
          ? Effect.broken(
              "gets the value it had before the first apply; where that was off, nothing is forwarded")
          : Effect.none("gets the value it had before the first apply");
    }
    return Effect.none("set in place");
  }

  private static Effect namespace(Change change) {
    if (change.verb() == Verb.ADDED) {
      return Effect.none("made beside what is there");
    } else if (change.verb() == Verb.REMOVED) {
      return Effect.broken("the pod's namespace and all in it go");
    }
    for (String line : change.gone()) {
      if (line.startsWith("addr ")) {
        return Effect.broken("the pod's old address goes, and its connections with it");
      } else if (line.startsWith("the namespace of ")) {
        return Effect.broken("the pod leaves the namespace it shared");
      }
    }
    boolean routes = change.gone().stream().anyMatch(l -> !l.startsWith("resolv.conf"));
    return routes
        ? Effect.brief("changed in place; packets on their way may be lost")
        : Effect.none(
            "the pod's resolv.conf is replaced; programs that have read it go on with the old one");
  }

  private static Effect route(Change change) {
    if (change.verb() == Verb.ADDED) {
      return Effect.none("set beside what is there");
    } else if (change.verb() == Verb.REMOVED) {
      return Effect.broken("connections to " + change.key() + " by this route end");
    }
    Map<String, String> old = words(change.old());
    boolean device =
        !old.getOrDefault("dev", "").equals(words(change.now()).getOrDefault("dev", ""));
    return device
        ? Effect.brief(
            "replaced in one step; until the other end has changed too, packets may be lost")
        : Effect.brief("replaced in one step; packets on their way may be lost");
  }

  private static Effect wireGuard(Change change) {
    if (change.verb() == Verb.ADDED) {
      return Effect.none("set on a link that is new");
    } else if (change.verb() == Verb.REMOVED) {
      return Effect.broken("the tunnels go");
    }
    Map<String, String> old = words(change.old());
    Map<String, String> now = words(change.now());
    String key = old.getOrDefault("public-key", "-");
    boolean other = !key.equals(now.get("public-key")) && !key.equals("-");
    if (other || !Objects.equals(old.get("private-key"), now.get("private-key"))) {
      return Effect.broken("the host has another key: each peer begins again");
    }
    return Objects.equals(old.get("port"), now.get("port"))
        ? Effect.none("told to others only; the host has its key already")
        : Effect.brief(
            "the port is set in place; packets to the old one are lost until peers know it");
  }

  private static Effect file(Change change) {
    return Effect.none(
        change.verb() == Verb.REMOVED
            ? "goes; the daemon that read it is told"
            : "its daemon reads it again and keeps its connections, unless it can only be restarted");
  }

  private static Effect daemon(Change change) {
    if (change.verb() == Verb.ADDED) {
      return Effect.none("started");
    } else if (change.verb() == Verb.REMOVED) {
      return Effect.broken("ended, and the connections through it with it");
    }
    boolean command = change.gone().stream().anyMatch(l -> l.startsWith("run "));
    boolean restart = change.now().contains("reload restart");
    return command || restart
        ? Effect.broken("ended and started anew; connections through it end")
        : Effect.none("reads its configuration again and keeps its connections");
  }

  private static Effect set(Change change) {
    return switch (change.verb()) {
      case ADDED -> Effect.none("made before the rules that name it");
      case REMOVED -> Effect.none("goes after the rules that named it");
      case CHANGED ->
        Effect.brief(
            "made anew and put in its place in one step; what rules had put into it is forgotten");
    };
  }

  /** Words of lines as pairs of a name and its value. */
  static Map<String, String> words(List<String> lines) {
    Map<String, String> pairs = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      for (int i = 0; i + 1 < words.length; i++) {
        pairs.putIfAbsent(words[i], words[i + 1]);
      }
    }
    return pairs;
  }
}
