package dev.podnet.facts;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of a cluster as {@code podnet.json} has them.
 *
 * @param cluster the cluster's name
 * @param version the version of podnet that wrote it
 * @param inputs what was read
 * @param overrides statements that replaced the cluster's own
 * @param nodes the nodes
 * @param pods the pods
 * @param services the services
 */
public record Objects(
    String cluster,
    String version,
    List<Input> inputs,
    List<String> overrides,
    List<Node> nodes,
    List<Pod> pods,
    List<Service> services) {

  /** Copies the lists. */
  public Objects {
    inputs = List.copyOf(inputs);
    overrides = List.copyOf(overrides);
    nodes = List.copyOf(nodes);
    pods = List.copyOf(pods);
    services = List.copyOf(services);
  }

  /** A file that was read, and the SHA-256 of its bytes. */
  public record Input(String path, String sha256) {}

  /** A node. */
  public record Node(String name, List<String> addresses, String dev, List<String> podCidrs) {}

  /** A pod; name is {@code NAMESPACE/NAME}, node empty where it has none. */
  public record Pod(String name, String node, List<String> ips) {}

  /** A service; name is {@code NAMESPACE/NAME}. */
  public record Service(String name, List<String> clusterIps, List<Port> ports) {}

  /** A port of a service; name is empty where it has none. */
  public record Port(String name, String number, String nodePort, List<String> endpoints) {}

  /**
   * Reads the object.
   *
   * @throws IllegalArgumentException when it is not in the form of {@code podnet.json}
   */
  static Objects read(String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      List<Input> inputs = new ArrayList<>();
      for (JsonElement each : array(json, "inputs")) {
        inputs.add(new Input(word(each, "path"), word(each, "sha256")));
      }
      List<Node> nodes = new ArrayList<>();
      for (JsonElement each : array(json, "nodes")) {
        nodes.add(new Node(
            word(each, "name"),
            words(each, "addresses"),
            word(each, "dev"),
            words(each, "podCIDRs")));
      }
      List<Pod> pods = new ArrayList<>();
      for (JsonElement each : array(json, "pods")) {
        pods.add(new Pod(
            word(each, "namespace") + "/" + word(each, "name"),
            word(each, "node"),
            words(each, "ips")));
      }
      List<Service> services = new ArrayList<>();
      for (JsonElement each : array(json, "services")) {
        services.add(service(each));
      }
      return new Objects(
          word(json, "cluster"),
          word(json, "version"),
          inputs,
          words(json, "overrides"),
          nodes,
          pods,
          services);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | StackOverflowError e) {
      throw new IllegalArgumentException("it is not what podnet writes there", e);
    }
  }

  private static Service service(JsonElement json) {
    List<Port> ports = new ArrayList<>();
    for (JsonElement each : array(json.getAsJsonObject(), "ports")) {
      ports.add(new Port(
          word(each, "name"),
          word(each, "port") + "/" + word(each, "protocol"),
          word(each, "nodePort"),
          words(each, "endpoints")));
    }
    return new Service(
        word(json, "namespace") + "/" + word(json, "name"), words(json, "clusterIPs"), ports);
  }

  private static JsonArray array(JsonObject json, String name) {
    return json.has(name) ? json.getAsJsonArray(name) : new JsonArray();
  }

  private static String word(JsonElement json, String name) {
    JsonElement value = json.getAsJsonObject().get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  private static List<String> words(JsonElement json, String name) {
    List<String> words = new ArrayList<>();
    for (JsonElement each : array(json.getAsJsonObject(), name)) {
      words.add(each.getAsString());
    }
    return words;
  }

  /** The objects as facts. */
  void facts(Entries out) {
    out.at(1);
    out.add(FactKind.CLUSTER, "name", cluster);
    for (Node node : nodes) {
      out.add(FactKind.NODE, node.name(), "");
      node.addresses().forEach(a -> out.add(FactKind.NODE, node.name(), "address " + a));
      out.add(FactKind.NODE, node.name(), "dev " + node.dev());
      node.podCidrs().forEach(c -> out.add(FactKind.NODE, node.name(), "podCIDR " + c));
    }
    for (Pod pod : pods) {
      String node = pod.node().isEmpty() ? "on no node" : "on node " + pod.node();
      out.add(FactKind.POD, pod.name(), node);
      pod.ips().forEach(ip -> out.add(FactKind.POD, pod.name(), "ip " + ip));
    }
    for (Service service : services) {
      String name = service.name();
      out.add(FactKind.SERVICE, name, "");
      service.clusterIps().forEach(ip -> out.add(FactKind.SERVICE, name, "clusterIP " + ip));
      for (Port port : service.ports()) {
        String words = (port.name().isEmpty() ? "" : port.name() + " ") + port.number();
        out.add(FactKind.SERVICE, name, "port " + words);
        if (!port.nodePort().isEmpty()) {
          out.add(FactKind.SERVICE, name, "nodePort " + port.nodePort() + " of port " + words);
        }
        port.endpoints()
            .forEach(e -> out.add(FactKind.SERVICE, name, "endpoint " + e + " of port " + words));
      }
    }
  }
}
