package dev.podnet.render;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps rendered files in memory. */
public final class MemorySink implements OutputSink {

  private final SortedMap<String, String> files = new TreeMap<>();
  private final List<String> programs = new ArrayList<>();

  @Override
  public void file(String path, boolean executable, Content content) throws IOException {
    StringWriter text = new StringWriter();
    content.writeTo(text);
    if (files.put(path, text.toString()) != null) {
      throw new AssertionError(path + " is written twice");
    }
    if (executable) {
      programs.add(path);
    }
  }

  /** The texts by path. */
  public SortedMap<String, String> files() {
    return files;
  }

  /** The paths of executable files. */
  public List<String> programs() {
    return programs;
  }
}
