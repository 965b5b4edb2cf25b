package dev.podnet.backends.nftables;

import dev.podnet.net.Cidr;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a rule together. */
final class Rules {

  /** The mark of packets that are to get the node's address; kube-proxy's bit 14. */
  static final int MASQUERADE = 0x4000;

  private final List<NftMatch> matches = new ArrayList<>();
  private final List<NftStatement> statements = new ArrayList<>();
  private final Optional<String> comment;

  private Rules(Optional<String> comment) {
    this.comment = comment;
  }

  static Rules rule(String comment) {
    return new Rules(Optional.of(comment));
  }

  static Rules rule() {
    return new Rules(Optional.empty());
  }

  Rules when(NftMatch match) {
    matches.add(match);
    return this;
  }

  Rules from(Cidr cidr) {
    return when(new NftMatch.Source(cidr, false));
  }

  Rules to(Cidr cidr) {
    return when(new NftMatch.Destination(cidr, false));
  }

  Rules mark() {
    statements.add(new NftStatement.SetMark(MASQUERADE));
    return this;
  }

  Rules first(NftStatement statement) {
    statements.add(statement);
    return this;
  }

  NftRule then(NftStatement statement) {
    statements.add(statement);
    return new NftRule(matches, statements, comment);
  }

  NftRule then(NftVerdict verdict) {
    return then(new NftStatement.Go(verdict));
  }

  NftRule goTo(String chain) {
    return then(NftVerdict.goTo(chain));
  }

  NftRule jump(String chain) {
    return then(NftVerdict.jump(chain));
  }
}
