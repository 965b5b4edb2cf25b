package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import java.util.SortedSet;
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What is answered, each record as {@code NAME TTL TYPE DATA}, without what is free: the serial (of the objects there, of the
 * content here), priority and weight.
 *
 * @param code the word for how it went
 * @param data the answer
 * @param authority the section behind it: who says so
 * @param additional what will be asked next
 */
record Reply(
    String code,
    SortedSet<String> data,
    SortedSet<String> authority,
    SortedSet<String> additional) {

  Reply {
    data = new TreeSet<>(data);
    authority = new TreeSet<>(authority);
    additional = new TreeSet<>(additional);
  }

  /** A word and nothing else. */
  static Reply nothing(String code) {
    return new Reply(code, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
  }

  /** Whether the name is there and has nothing of the type. */
  boolean noData() {
    return code.equals("NOERROR") && data.isEmpty();
  }

  /** A record of a name, which may be another than its own. */
  static String text(Record record, String owner) {
    String data = record.rdataToString();
    if (record instanceof SRVRecord srv) {
      data = srv.getPort() + " " + srv.getTarget();
    } else if (record instanceof AAAARecord address) {
      data = IpAddress.parse(address.getAddress().getHostAddress()).toString();
    } else if (record instanceof TXTRecord txt) {
      data = String.join(" ", txt.getStrings());
    } else if (record instanceof SOARecord soa) {
      data = soa.getHost() + " " + soa.getAdmin() + " " + soa.getRefresh() + " " + soa.getRetry()
          + " " + soa.getExpire() + " " + soa.getMinimum();
    }
    return owner + " " + record.getTTL() + " " + Type.string(record.getType()) + " " + data;
  }
}
