package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What podnet prints as JSON is what docs/schemas says, no field less and none more. */
class SchemasTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path SCHEMAS =
      Path.of("../docs/schemas").toAbsolutePath().normalize();
  private static final String WRONG =
      "cluster c\nnode n1 { address 192.168.1.11 }\nnode n1 { address 192.168.1.300 }\n";

  @TempDir
  Path folder;

  @BeforeEach
  void spec() throws IOException {
    Files.writeString(folder.resolve("s.podnet"), Run.SPEC);
    Files.writeString(folder.resolve("wrong.podnet"), WRONG);
    Files.writeString(
        folder.resolve("other.yaml"), "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n");
  }

  private static void holds(String schema, String json) throws IOException {
    JsonNode strict = MAPPER.readTree(SCHEMAS.resolve(schema + ".schema.json").toFile());
    close(strict);
    assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(strict)
            .validate(MAPPER.readTree(json)))
        .as(json)
        .isEmpty();
  }

  /** Readers pass over fields they do not know, so the schemas leave room for them; here there is none. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && object.path("type").asText().equals("object")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(SchemasTest::close);
  }

  private String json(int status, String... arguments) {
    Run run = Run.in(folder, arguments);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    return run.out();
  }

  @Test
  void check() throws IOException {
    holds("check", json(0, "check", "s.podnet", "other.yaml", "--format", "json"));
    holds("check", json(0, "check", "s.podnet", "--format", "json", "--explain-defaults"));
    holds("check", json(1, "check", "wrong.podnet", "--format", "json"));
    holds("check", json(3, "check", "none.podnet", "--format", "json"));
  }

  @Test
  void compile() throws IOException {
    holds("compile", json(0, "compile", "s.podnet", "-o", "out", "--format", "json"));
    holds("podnet-json", Files.readString(folder.resolve("out/podnet.json")));
    json(0, "compile", "s.podnet", "-o", "set", "--set", "cluster.mtu=1400", "--format", "json");
    String set = Files.readString(folder.resolve("set/podnet.json"));
    holds("podnet-json", set);
    assertThat(set).contains("\"overrides\": [\n    \"mtu 1400\"\n  ]");
    holds("compile", json(1, "compile", "wrong.podnet", "-o", "out", "--format", "json"));
    Files.createDirectory(folder.resolve("full"));
    Files.writeString(folder.resolve("full/mine"), "");
    holds("compile", json(2, "compile", "s.podnet", "-o", "full", "--format", "json"));
  }

  @Test
  void compiledExamples() throws IOException {
    try (var goldens = Files.newDirectoryStream(
        Path.of("../golden"), f -> Files.exists(f.resolve("podnet.json")))) {
      int count = 0;
      for (Path golden : goldens) {
        holds("podnet-json", Files.readString(golden.resolve("podnet.json")));
        count++;
      }
      assertThat(count).isPositive();
    }
  }

  @Test
  void trace() throws IOException {
    holds(
        "trace",
        json(
            0, "trace", "s.podnet", "--from", "world", "--to", "192.168.1.11", "--format", "json"));
    holds(
        "trace",
        json(
            0,
            "trace",
            "s.podnet",
            "--from",
            "default/web-1",
            "--to",
            "service default/web:80",
            "--format",
            "json"));
    holds(
        "trace",
        json(
            1,
            "trace",
            "s.podnet",
            "--from",
            "default/web-1",
            "--to",
            "10.96.7.7:80",
            "--format",
            "json"));
    holds(
        "check",
        json(
            1,
            "trace",
            "wrong.podnet",
            "--from",
            "world",
            "--to",
            "192.168.1.11",
            "--format",
            "json"));
  }

  @Test
  void fmt() throws IOException {
    holds("fmt", json(1, "fmt", "--check", ".", "--format", "json"));
    holds("fmt", json(0, "fmt", "s.podnet", "--format", "json"));
  }

  @Test
  void explain() throws IOException {
    holds("explain", json(0, "explain", "PN2003", "--format", "json"));
    holds("explain", json(0, "explain", "--list", "--format", "json"));
  }

  @Test
  void diff() throws IOException {
    Files.writeString(
        folder.resolve("t.podnet"),
        Run.SPEC.replace("pods web 2", "pods web 5").replace("port http 80", "port http 81"));
    holds("diff", json(0, "diff", "s.podnet", "t.podnet", "--format", "json"));
    holds("diff", json(0, "diff", "s.podnet", "s.podnet", "--format", "json"));
    holds("diff", json(1, "diff", "s.podnet", "wrong.podnet", "--format", "json"));
  }

  @Test
  void explainOrigins() throws IOException {
    holds(
        "explain-object",
        json(0, "explain", "service", "default/web", "s.podnet", "--format", "json"));
    json(0, "compile", "s.podnet", "-o", "out");
    holds("explain-line", json(0, "explain", "out/nodes/n1/network.ip:4", "--format", "json"));
  }
}
