package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a host has of tables of nftables, with common names for its own values, so that two hosts can be compared; see
 * {@link Signatures}.
 *
 * @param address the common name of an address
 * @param range the common name of a range
 * @param podOf the pod that has an address, or null
 */
record NftText(
    Function<IpAddress, String> address,
    Function<Cidr, String> range,
    Function<IpAddress, String> podOf) {

  /** A line about a set or chain, and the pod it mentions, if any. */
  record Line(String text, String pod) {}

  /** A set: its declaration, then a line for each element. The order of elements means nothing. */
  List<Line> lines(NftSet set) {
    List<Line> lines = new ArrayList<>();
    String head = "nft " + set.table() + " " + set.name();
    lines.add(
        new Line(head + " " + set.key() + " " + set.holds() + " " + set.timeoutSeconds(), null));
    for (NftSet.Element element : set.elements()) {
      StringBuilder text = new StringBuilder(head).append(" {");
      List<IpAddress> mentioned = new ArrayList<>();
      for (NftSet.Value value : element.key()) {
        text.append(' ').append(value(value, mentioned));
      }
      text.append(" : ").append(data(element.data(), mentioned));
      lines.add(new Line(text.toString(), firstPod(mentioned)));
    }
    return lines;
  }

  /** A chain: all of it as one, in which rules that differ in names alone stand once, then a line for each of a pod. */
  List<Line> lines(NftChain chain) {
    List<Line> lines = new ArrayList<>();
    String head = "nft " + chain.table() + " " + chain.name() + " " + chain.base();
    StringBuilder all = new StringBuilder(head);
    String last = "";
    for (NftRule rule : chain.rules()) {
      List<IpAddress> mentioned = new ArrayList<>();
      String text = rule(rule, mentioned);
      String pod = firstPod(mentioned);
      if (pod != null) {
        lines.add(new Line(head + ": " + text, pod));
      }
      if (!text.equals(last) || pod == null) {
        all.append("\n  ").append(text);
      }
      last = text;
    }
    lines.add(new Line(all.toString(), null));
    return lines;
  }

  private String firstPod(List<IpAddress> mentioned) {
    return mentioned.stream().map(podOf).filter(p -> p != null).findFirst().orElse(null);
  }

  private String value(NftSet.Value value, List<IpAddress> mentioned) {
    if (value instanceof NftSet.Address a) {
      mentioned.add(a.address());
      return address.apply(a.address());
    }
    return value.toString();
  }

  private String data(Optional<NftSet.Data> data, List<IpAddress> mentioned) {
    if (data.isPresent() && data.get() instanceof NftSet.Endpoint e) {
      mentioned.add(e.address());
      return address.apply(e.address()) + ":" + e.port();
    }
    return data.toString();
  }

  private String rule(NftRule rule, List<IpAddress> mentioned) {
    StringBuilder text = new StringBuilder();
    for (NftMatch match : rule.matches()) {
      if (match instanceof NftMatch.Source s) {
        text.append("s ").append(cidr(s.cidr(), mentioned)).append(s.negated());
      } else if (match instanceof NftMatch.Destination d) {
        text.append("d ").append(cidr(d.cidr(), mentioned)).append(d.negated());
      } else {
        text.append(match);
      }
      text.append(' ');
    }
    for (NftStatement statement : rule.statements()) {
      if (statement instanceof NftStatement.DnatTo to) {
        text.append("Dnat ").append(data(Optional.of(to.endpoint()), mentioned)).append(' ');
      } else {
        text.append(statement).append(' ');
      }
    }
    return text.toString();
  }

  private String cidr(Cidr cidr, List<IpAddress> mentioned) {
    if (cidr.length() == cidr.family().bits()) {
      mentioned.add(cidr.network());
    }
    return range.apply(cidr);
  }
}
