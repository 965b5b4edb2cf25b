package dev.podnet.output;

import com.google.gson.stream.JsonWriter;
import dev.podnet.model.Cluster;
import dev.podnet.model.NameServer;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes {@code podnet.json}: what was compiled, and every address that was chosen. */
public final class PodnetJson {

  /** The value of {@code generator}, by which podnet knows its own folders. */
  public static final String GENERATOR = "podnet";

  /** The two members, at the depths and in the layout that {@link #write} gives them. */
  private static final Pattern ORIGIN =
      Pattern.compile("(?m)^(  \"version\": |      \"sha256\": )\"[^\"]*\"");

  private PodnetJson() {}

  /**
   * A file that was read.
   *
   * @param path relative to the folder that holds all inputs, with slashes
   * @param sha256 the SHA-256 of its bytes in lower-case hex
   */
  public record Input(String path, String sha256) {}

  /**
   * Writes the object, indented by two blanks, with a final line end.
   *
   * @param version podnet's version
   * @param inputs what was read, sorted by path
   * @param overrides statements that replaced the cluster's own, such as {@code proxyMode ipvs}
   */
  public static void write(
      Writer out, String version, Cluster cluster, List<Input> inputs, List<String> overrides)
      throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setIndent("  ");
    json.setHtmlSafe(false);
    json.beginObject();
    json.name("generator").value(GENERATOR);
    json.name("formatVersion").value("1");
    json.name("version").value(version);
    json.name("cluster").value(cluster.name());
    json.name("inputs").beginArray();
    for (Input input : inputs) {
      json.beginObject();
      json.name("path").value(input.path());
      json.name("sha256").value(input.sha256());
      json.endObject();
    }
    json.endArray();
    if (!overrides.isEmpty()) {
      json.name("overrides").beginArray();
      for (String override : overrides) {
        json.value(override);
      }
      json.endArray();
    }
    json.name("nodes").beginArray();
    for (Node node : cluster.nodes()) {
      node(json, node);
    }
    json.endArray();
    json.name("pods").beginArray();
    for (Pod pod : cluster.givenPods()) {
      pod(json, pod);
    }
    json.endArray();
    json.name("nameServers").beginArray();
    for (NameServer server : cluster.nameServers()) {
      nameServer(json, server);
    }
    json.endArray();
    json.name("services").beginArray();
    for (Service service : cluster.services()) {
      service(json, service);
    }
    json.endArray();
    json.endObject();
    json.flush();
    out.write('\n');
  }

  /**
   * The same without what only says where the output comes from: podnet's version and the digests of the inputs. Text that
   * is laid out otherwise stays as it is.
   */
  static byte[] withoutOrigin(byte[] json) {
    return ORIGIN
        .matcher(new String(json, StandardCharsets.UTF_8))
        .replaceAll("$1\"\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void node(JsonWriter json, Node node) throws IOException {
    json.beginObject();
    json.name("name").value(node.name());
    located(json, "addresses", node.addresses());
    json.name("dev").value(node.dev());
    located(json, "podCIDRs", node.podCidrs());
    json.endObject();
  }

  private static void pod(JsonWriter json, Pod pod) throws IOException {
    json.beginObject();
    json.name("namespace").value(pod.ref().namespace());
    json.name("name").value(pod.ref().name());
    optional(json, "node", pod.node());
    located(json, "ips", pod.ips());
    json.endObject();
  }

  private static void nameServer(JsonWriter json, NameServer server) throws IOException {
    json.beginObject();
    json.name("node").value(server.node());
    json.name("addresses").beginArray();
    for (IpAddress address : server.addresses()) {
      json.value(address.toString());
    }
    json.endArray();
    json.name("port").value(server.port());
    json.endObject();
  }

  private static void service(JsonWriter json, Service service) throws IOException {
    json.beginObject();
    json.name("namespace").value(service.ref().namespace());
    json.name("name").value(service.ref().name());
    located(json, "clusterIPs", service.clusterIps());
    json.name("ports").beginArray();
    for (Service.Port port : service.ports()) {
      json.beginObject();
      optional(json, "name", port.name());
      json.name("port").value(port.number());
      json.name("protocol").value(port.protocol().name());
      if (port.nodePort().isPresent()) {
        json.name("nodePort").value(port.nodePort().get().value());
      }
      json.name("endpoints").beginArray();
      for (Service.Backend backend : port.backends()) {
        json.value(endpoint(backend));
      }
      json.endArray();
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private static String endpoint(Service.Backend backend) {
    String ip = backend.endpoint().ip().toString();
    return (backend.endpoint().ip().isV4() ? ip : "[" + ip + "]") + ":" + backend.port();
  }

  private static void optional(JsonWriter json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.name(name).value(value.get());
    }
  }

  private static void located(JsonWriter json, String name, List<? extends Located<?>> values)
      throws IOException {
    json.name(name).beginArray();
    for (Located<?> value : values) {
      json.value(value.value().toString());
    }
    json.endArray();
  }
}
