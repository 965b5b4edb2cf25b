package dev.podnet.render;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftTable;
import dev.podnet.plan.NftVerdict;
import dev.podnet.render.view.NftView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables of nftables as nft(8) lists them, but for the elements, of which each has a line of its own. */
final class NftText {

  /** The longest comment nft takes, in bytes (NFTNL_UDATA_COMMENT_MAXLEN in libnftnl). */
  private static final int LONGEST_COMMENT = 128;

  private final IpFamily family;
  private final String ip;

  private NftText(IpFamily family) {
    this.family = family;
    this.ip = family == IpFamily.IPV4 ? "ip" : "ip6";
  }

  /** What the file of a fragment shows. */
  static NftView view(String title, Fragment fragment) {
    TreeSet<NftTable> tables = new TreeSet<>();
    fragment.nftSets().forEach(s -> tables.add(s.table()));
    fragment.nftChains().forEach(c -> tables.add(c.table()));
    List<NftView.TableView> views = new ArrayList<>();
    for (NftTable table : tables) {
      NftText text = new NftText(table.family());
      views.add(new NftView.TableView(
          text.ip + " " + table.name(),
          fragment.nftSets().stream()
              .filter(s -> s.table().equals(table))
              .map(text::set)
              .toList(),
          fragment.nftChains().stream()
              .filter(c -> c.table().equals(table))
              .map(text::chain)
              .toList()));
    }
    return new NftView(title, views);
  }

  private NftView.SetView set(NftSet set) {
    boolean map = set.holds() != NftSet.Holds.NOTHING;
    List<String> lines = new ArrayList<>();
    lines.add("type " + type(set));
    set.timeoutSeconds().ifPresent(seconds -> {
      lines.add("size " + NftSet.MOST_REMEMBERED);
      lines.add("flags dynamic,timeout");
      lines.add("timeout " + seconds + "s");
    });
    return new NftView.SetView(
        map ? "map" : "set",
        set.name(),
        set.comment(),
        lines,
        set.elements().isEmpty()
            ? null
            : () -> set.elements().stream().map(NftText::element).iterator());
  }

  private String type(NftSet set) {
    String address = family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
    String key = set.key().stream()
        .map(field -> switch (field) {
          case SOURCE, DESTINATION -> address;
          case PROTOCOL -> "inet_proto";
          case DESTINATION_PORT -> "inet_service";
        })
        .collect(Collectors.joining(" . "));
    return switch (set.holds()) {
      case NOTHING -> key;
      case VERDICTS -> key + " : verdict";
      case ENDPOINTS -> key + " : " + address + " . inet_service";
    };
  }

  /** {@code 10.96.0.1 . tcp . 80 comment "default/web" : goto PODNET-CLUSTERIP-2}. */
  static String element(NftSet.Element element) {
    StringBuilder text = new StringBuilder(96);
    for (NftSet.Value value : element.key()) {
      text.append(text.length() == 0 ? "" : " . ").append(value(value));
    }
    element.comment().ifPresent(c -> text.append(comment(c)));
    element.data().ifPresent(d -> text.append(" : ").append(data(d)));
    return text.toString();
  }

  private static String value(NftSet.Value value) {
    if (value instanceof NftSet.Address a) {
      return a.address().toString();
    } else if (value instanceof NftSet.Proto p) {
      return p.protocol().lowerName();
    } else if (value instanceof NftSet.Port p) {
      return Integer.toString(p.number());
    }
    throw new IllegalStateException("no text for " + value);
  }

  private static String data(NftSet.Data data) {
    return data instanceof NftSet.Endpoint e
        ? e.address() + " . " + e.port()
        : verdict((NftVerdict) data);
  }

  private static String verdict(NftVerdict verdict) {
    String word = verdict.kind().name().toLowerCase(Locale.ROOT);
    return verdict.kind().leads() ? word + " " + verdict.chain() : word;
  }

  private static String comment(String comment) {
    String plain = Escapes.comment(comment).replace('"', '\'');
    return " comment \"" + Escapes.cut(plain, LONGEST_COMMENT) + "\"";
  }

  private NftView.ChainView chain(NftChain chain) {
    List<String> lines = new ArrayList<>();
    chain
        .base()
        .ifPresent(base -> lines.add("type "
            + base.type().name().toLowerCase(Locale.ROOT) + " hook "
            + base.hook().name().toLowerCase(Locale.ROOT) + " priority " + base.priority()
            + "; policy accept;"));
    chain.rules().forEach(rule -> lines.add(rule(rule)));
    return new NftView.ChainView(chain.name(), chain.comment(), lines);
  }

  /** A rule of a table of some family. */
  static String rule(IpFamily family, NftRule rule) {
    return new NftText(family).rule(rule);
  }

  private String rule(NftRule rule) {
    String text = Stream.concat(
            rule.matches().stream().map(this::match),
            rule.statements().stream().map(this::statement))
        .collect(Collectors.joining(" "));
    return text + rule.comment().map(NftText::comment).orElse("");
  }

  private String match(NftMatch match) {
    if (match instanceof NftMatch.Source m) {
      return ip + " saddr " + cidr(m.cidr(), m.negated());
    } else if (match instanceof NftMatch.Destination m) {
      return ip + " daddr " + cidr(m.cidr(), m.negated());
    } else if (match instanceof NftMatch.FromHost) {
      return "fib saddr type local";
    } else if (match instanceof NftMatch.ToHost) {
      return "fib daddr type local";
    } else if (match instanceof NftMatch.InInterface m) {
      return "iifname " + not(m.negated()) + "\"" + m.name() + "\"";
    } else if (match instanceof NftMatch.OfProtocol m) {
      return "meta l4proto " + m.protocol().lowerName();
    } else if (match instanceof NftMatch.Marked m) {
      return "meta mark & " + hex(m.bit()) + (m.negated() ? " != " : " == ") + hex(m.bit());
    } else if (match instanceof NftMatch.ConntrackState m) {
      String states = m.states().stream()
          .map(NftText::word)
          .collect(Collectors.joining(m.negated() ? ", " : ","));
      return m.negated() && m.states().size() > 1
          ? "ct state != { " + states + " }"
          : "ct state " + not(m.negated()) + states;
    } else if (match instanceof NftMatch.Translated) {
      return "ct status dnat";
    } else if (match instanceof NftMatch.OneIn m) {
      return "numgen random mod " + m.n() + " 0";
    } else if (match instanceof NftMatch.InSet m) {
      return fields(m.key()) + " " + not(m.negated()) + "@" + m.set();
    }
    throw new IllegalStateException("no text for " + match);
  }

  private String statement(NftStatement statement) {
    if (statement instanceof NftStatement.VerdictMap s) {
      return fields(s.key()) + " vmap @" + s.map();
    } else if (statement instanceof NftStatement.Spread s) {
      return "numgen random mod " + s.chains().size() + " vmap { "
          + IntStream.range(0, s.chains().size())
              .mapToObj(i -> i + " : goto " + s.chains().get(i))
              .collect(Collectors.joining(", "))
          + " }";
    } else if (statement instanceof NftStatement.SetMark s) {
      return "meta mark set meta mark | " + hex(s.bit());
    } else if (statement instanceof NftStatement.FlipMark s) {
      return "meta mark set meta mark ^ " + hex(s.bit());
    } else if (statement instanceof NftStatement.Remember s) {
      return "update @" + s.set() + " { " + fields(List.of(s.key())) + " }";
    } else if (statement instanceof NftStatement.DnatTo s) {
      IpAddress address = s.endpoint().address();
      String host = address.isV4() ? address.toString() : "[" + address + "]";
      return "dnat " + ip + " to " + host + ":" + s.endpoint().port();
    } else if (statement instanceof NftStatement.Dnat s) {
      return "dnat " + ip + " to " + fields(s.key()) + " map @" + s.map();
    } else if (statement instanceof NftStatement.Masquerade) {
      return "masquerade fully-random";
    } else if (statement instanceof NftStatement.Reject) {
      return "reject";
    } else if (statement instanceof NftStatement.Go s) {
      return verdict(s.verdict());
    }
    throw new IllegalStateException("no text for " + statement);
  }

  private String fields(List<NftField> fields) {
    return fields.stream()
        .map(field -> switch (field) {
          case SOURCE -> ip + " saddr";
          case DESTINATION -> ip + " daddr";
          case PROTOCOL -> "meta l4proto";
          case DESTINATION_PORT -> "th dport";
        })
        .collect(Collectors.joining(" . "));
  }

  /** A block of one address is written as the address. */
  private static String cidr(Cidr cidr, boolean negated) {
    boolean single = cidr.length() == cidr.family().bits();
    return not(negated) + (single ? cidr.network().toString() : cidr.toString());
  }

  private static String not(boolean negated) {
    return negated ? "!= " : "";
  }

  private static String word(CtState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String hex(int bits) {
    return String.format(Locale.ROOT, "0x%08x", bits);
  }
}
