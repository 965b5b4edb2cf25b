package dev.podnet.render;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Relay;
import dev.podnet.render.view.RelaysView;
import java.util.List;

/**
 * What a balancer relays, in the words of nginx (ngx_stream_core_module, ngx_stream_upstream_module,
 * ngx_stream_proxy_module).
 */
final class RelayText {

  private RelayText() {}

  static RelaysView view(HostFile.Relays relays) {
    return new RelaysView(relays.relays().stream().map(RelayText::view).toList());
  }

  private static RelaysView.RelayView view(Relay relay) {
    return new RelaysView.RelayView(
        relay.comment(),
        name(relay),
        balance(relay.balance()),
        relay.targets().stream().map(t -> end(t.address(), t.port())).toList(),
        listen(relay),
        relay.idleSeconds());
  }

  /** {@code tcp4.20001}. */
  private static String name(Relay relay) {
    return relay.protocol().lowerName() + (relay.address().isV4() ? "4." : "6.") + relay.port();
  }

  /** Its line; empty for one after the other, which is what nginx does by itself. */
  private static List<String> balance(Relay.Balance balance) {
    return switch (balance) {
      case RANDOM -> List.of("random");
      case ROUND_ROBIN -> List.of();
      case LEAST_CONNECTIONS -> List.of("least_conn");
      case BY_CLIENT -> List.of("hash $remote_addr consistent");
    };
  }

  /**
   * With a socket for each worker the kernel gives all datagrams of a client to one of them, so that they stay one
   * session. A TCP client that is gone without a word is noticed by the kernel's probes.
   */
  private static String listen(Relay relay) {
    return end(relay.address(), relay.port())
        + (relay.protocol() == Protocol.UDP ? " udp reuseport" : " so_keepalive=on");
  }

  private static String end(IpAddress address, int port) {
    return (address.isV4() ? address.toString() : "[" + address + "]") + ":" + port;
  }
}
