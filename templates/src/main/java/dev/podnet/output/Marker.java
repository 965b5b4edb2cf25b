package dev.podnet.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Knows a folder that podnet wrote by the {@code podnet.json} in it. */
final class Marker {

  private Marker() {}

  static boolean isIn(Path folder) throws IOException {
    Path file = folder.resolve(OutputFolder.MARKER);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      JsonElement json = JsonParser.parseReader(in);
      return json.isJsonObject()
          && json.getAsJsonObject().has("generator")
          && json.getAsJsonObject().get("generator").isJsonPrimitive()
          && json.getAsJsonObject().get("generator").getAsString().equals(PodnetJson.GENERATOR);
    } catch (JsonParseException | MalformedInputException e) {
      return false;
    }
  }
}
