package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A named set or map of an own table of nftables (nft(8), "SETS", "MAPS"). Several fragments of one host may declare it,
 * all alike; it then holds the elements of all.
 *
 * @param table the table it is in
 * @param name begins with {@code PODNET}
 * @param key what of a packet is looked up
 * @param holds what an element leads to
 * @param timeoutSeconds how long an element stays that rules put in; empty for a set whose elements stand in the plan
 * @param elements its elements, sorted by key, each key once; none for a set that rules fill
 * @param comment what it is for; one line
 */
public record NftSet(
    NftTable table,
    String name,
    List<NftField> key,
    Holds holds,
    Optional<Integer> timeoutSeconds,
    List<Element> elements,
    String comment)
    implements Comparable<NftSet> {

  /** How many elements rules may put into one set; then the next are not remembered. */
  public static final int MOST_REMEMBERED = 65535;

  /** What the elements of a set lead to. */
  public enum Holds {
    /** Nothing: a set. */
    NOTHING,
    /** A verdict map. */
    VERDICTS,
    /** A map of addresses with ports. */
    ENDPOINTS
  }

  /** What an element leads to. */
  public sealed interface Data permits NftVerdict, Endpoint {}

  /**
   * An address and a port.
   *
   * @param port 1 to 65535
   */
  public record Endpoint(IpAddress address, int port) implements Data {}

  /**
   * An element.
   *
   * @param key one value for each field of the set's key
   * @param data what it leads to; empty in a set
   * @param comment the object of the spec it serves; empty for none
   */
  public record Element(List<Value> key, Optional<Data> data, Optional<String> comment) {
    /** Copies the list. */
    public Element {
      key = List.copyOf(key);
    }
  }

  /** One part of a key. */
  public sealed interface Value {}

  /** An address of the table's family. */
  public record Address(IpAddress address) implements Value {}

  /** A transport protocol. */
  public record Proto(Protocol protocol) implements Value {}

  /** A port, 1 to 65535. */
  public record Port(int number) implements Value {}

  /** The order of keys: by the first part that differs. */
  public static final Comparator<List<Value>> BY_KEY = (a, b) -> {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  };

  /** Checks the name and that every element fits the key, copies the lists. */
  public NftSet {
    NftTable.inside(name);
    key = List.copyOf(key);
    elements = List.copyOf(elements);
    if (timeoutSeconds.isPresent() && (holds != Holds.NOTHING || !elements.isEmpty())) {
      throw new IllegalArgumentException(name + " is filled by rules");
    }
    for (Element element : elements) {
      if (!fits(element, table, key, holds)) {
        throw new IllegalArgumentException(element + " does not fit " + name);
      }
    }
  }

  private static boolean fits(Element element, NftTable table, List<NftField> key, Holds holds) {
    if (element.key().size() != key.size()) {
      return false;
    }
    for (int i = 0; i < key.size(); i++) {
      Value value = element.key().get(i);
      boolean same = switch (key.get(i)) {
        case SOURCE, DESTINATION ->
          value instanceof Address a && a.address().family() == table.family();
        case PROTOCOL -> value instanceof Proto;
        case DESTINATION_PORT -> value instanceof Port;
      };
      if (!same) {
        return false;
      }
    }
    Data data = element.data().orElse(null);
    return switch (holds) {
      case NOTHING -> data == null;
      case VERDICTS -> data instanceof NftVerdict;
      case ENDPOINTS -> data instanceof Endpoint e && e.address().family() == table.family();
    };
  }

  private static int compare(Value a, Value b) {
    if (a instanceof Address x && b instanceof Address y) {
      return x.address().compareTo(y.address());
    } else if (a instanceof Proto x && b instanceof Proto y) {
      return x.protocol().compareTo(y.protocol());
    } else if (a instanceof Port x && b instanceof Port y) {
      return Integer.compare(x.number(), y.number());
    }
    throw new IllegalArgumentException(a + " and " + b + " are of two kinds");
  }

  /** Whether another declares the same, whatever its elements. */
  public boolean declaresAs(NftSet other) {
    return table.equals(other.table)
        && name.equals(other.name)
        && key.equals(other.key)
        && holds == other.holds
        && timeoutSeconds.equals(other.timeoutSeconds);
  }

  @Override
  public int compareTo(NftSet other) {
    return Comparator.comparing(NftSet::table).thenComparing(NftSet::name).compare(this, other);
  }
}
