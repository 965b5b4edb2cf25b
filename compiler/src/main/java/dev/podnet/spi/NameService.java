package dev.podnet.spi;

import dev.podnet.net.IpAddress;
import java.util.List;

/** A backend of kind {@link Backend.Kind#DNS}. */
public interface NameService extends Backend {

  @Override
  default Kind kind() {
    return Kind.DNS;
  }

  /** The addresses pods ask, primary family first; empty when pods keep the host's name servers. */
  List<IpAddress> nameServers(BackendContext context);
}
