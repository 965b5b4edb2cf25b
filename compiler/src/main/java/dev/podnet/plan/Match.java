package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import java.util.List;
import java.util.SortedSet;

/** A condition of a rule. The simulator understands every kind there is. */
public sealed interface Match {

  /** What {@link #place()} says of those that have none of their own. */
  int ANYWHERE = 5;

  /** Where iptables-save prints it: what is in the header of every rule has a place of its own. */
  default int place() {
    if (this instanceof Source) {
      return 0;
    } else if (this instanceof Destination) {
      return 1;
    } else if (this instanceof InInterface) {
      return 2;
    } else if (this instanceof OutInterface) {
      return 3;
    }
    return this instanceof OfProtocol ? 4 : ANYWHERE;
  }

  /** {@code [!] -s CIDR}. */
  record Source(Cidr cidr, boolean negated) implements Match {}

  /** {@code [!] -d CIDR}. */
  record Destination(Cidr cidr, boolean negated) implements Match {}

  /** {@code [!] -i NAME}; a name that ends in + stands for all that begin so. */
  record InInterface(String name, boolean negated) implements Match {}

  /** {@code [!] -o NAME}. */
  record OutInterface(String name, boolean negated) implements Match {}

  /** {@code -p PROTO}. */
  record OfProtocol(Protocol protocol) implements Match {}

  /** {@code -p PROTO … --dport A[:B]}; the protocol is a match of its own before it. */
  record DestinationPort(Protocol protocol, PortRange ports) implements Match {}

  /** {@code -p PROTO … --sport A[:B]}; the protocol is a match of its own before it. */
  record SourcePort(Protocol protocol, PortRange ports) implements Match {}

  /** {@code -m mark [!] --mark VALUE/MASK}. */
  record Mark(int value, int mask, boolean negated) implements Match {}

  /** The states of a connection. */
  enum CtState {
    DNAT,
    ESTABLISHED,
    INVALID,
    NEW,
    RELATED
  }

  /** {@code -m conntrack [!] --ctstate …}. */
  record ConntrackState(SortedSet<CtState> states, boolean negated) implements Match {}

  /**
   * {@code -m conntrack --ctstatus CONFIRMED}: an earlier packet of the connection has left the host. Unlike {@link
   * CtState#NEW}, which lasts until an answer is seen, its opposite holds for the first packet alone, as the table nat has it.
   */
  record Confirmed() implements Match {}

  /** {@code -m addrtype [!] --dst-type LOCAL} or {@code --src-type LOCAL}. */
  record LocalAddress(boolean source, boolean negated) implements Match {}

  /** {@code -m statistic --mode random --probability P}, one in n. */
  record OneIn(int n) implements Match {}

  /** {@code -m recent --rcheck --seconds N --reap --name NAME --rsource}. */
  record RecentlySeen(String list, int seconds) implements Match {}

  /** {@code -m recent --set --name NAME --rsource}: always holds, and remembers the source. */
  record Remember(String list) implements Match {}

  /** {@code -m set [!] --match-set NAME dirs}, dirs such as src,dst. */
  record InSet(String set, List<String> directions, boolean negated) implements Match {
    /** Copies the list. */
    public InSet {
      directions = List.copyOf(directions);
    }
  }
}
