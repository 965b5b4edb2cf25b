package dev.podnet.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls git(1), with arguments alone: no shell sees a name. Only commands that read objects are called, so nothing of the
 * working tree, no hook and no filter is run, and nothing is fetched.
 */
final class Git {

  private static final int SECONDS = 120;
  private static final int LONGEST_MESSAGE = 4000;

  private final Path folder;

  Git(Path folder) {
    this.folder = folder;
  }

  /** git said no, and why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("git", "--no-pager", "-c", "core.fsmonitor=false"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    return builder.start();
  }

  /**
   * What a command prints.
   *
   * @throws Refused when it ends with another status than 0
   * @throws IOException when there is no git
   */
  byte[] output(String... arguments) throws IOException, Refused {
    Process process = start(List.of(arguments));
    process.getOutputStream().close();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    Thread errors = drain(process.getErrorStream(), message);
    byte[] output = process.getInputStream().readAllBytes();
    finish(process, errors, message);
    return output;
  }

  /** The first line of what a command prints. */
  String line(String... arguments) throws IOException, Refused {
    String text = new String(output(arguments), StandardCharsets.UTF_8);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** Takes the content of one object. */
  interface Contents {
    void content(int number, byte[] content) throws IOException;
  }

  /**
   * The contents of objects, one after the other (git-cat-file(1), "BATCH OUTPUT").
   *
   * @param ids names of objects, each a hexadecimal number
   * @param most how many bytes one may have
   */
  void contents(List<String> ids, long most, Contents contents) throws IOException, Refused {
    Process process = start(List.of("cat-file", "--batch"));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    Thread errors = drain(process.getErrorStream(), message);
    boolean read = false;
    try (OutputStream in = process.getOutputStream();
        DataInputStream out = new DataInputStream(process.getInputStream())) {
      for (int i = 0; i < ids.size(); i++) {
        in.write((ids.get(i) + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
        String[] head = head(out).split(" ");
        if (head.length != 3 || !head[1].equals("blob")) {
          throw new Refused("git has no content for " + ids.get(i));
        }
        long size = Long.parseLong(head[2]);
        if (size > most) {
          throw new Refused("a file is larger than podnet reads");
        }
        byte[] content = out.readNBytes((int) size);
        if (content.length < size || out.read() != '\n') {
          throw new Refused("git ended early");
        }
        contents.content(i, content);
      }
      read = true;
    } finally {
      if (!read) {
        process.destroyForcibly();
      }
    }
    finish(process, errors, message);
  }

  private static String head(DataInputStream out) throws IOException, Refused {
    StringBuilder head = new StringBuilder();
    for (int c = out.read(); c != '\n'; c = out.read()) {
      if (c < 0 || head.length() > LONGEST_MESSAGE) {
        throw new Refused("git ended early");
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private static Thread drain(InputStream errors, ByteArrayOutputStream message) {
    Thread thread = new Thread(
        () -> {
          try (errors) {
            byte[] buffer = new byte[LONGEST_MESSAGE];
            for (int n = errors.read(buffer); n >= 0; n = errors.read(buffer)) {
              synchronized (message) {
                message.write(buffer, 0, message.size() > LONGEST_MESSAGE ? 0 : n);
              }
            }
          } catch (IOException e) {
            // The process is gone; its status says what there is to say.
            Thread.currentThread().interrupt();
          }
        },
        "git's messages");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void finish(Process process, Thread errors, ByteArrayOutputStream message)
      throws IOException, Refused {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("git does not end");
      }
      errors.join(1000);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git ran", e);
    }
    if (process.exitValue() != 0) {
      String text;
      synchronized (message) {
        text = message.toString(StandardCharsets.UTF_8).strip();
      }
      String first = text.lines().findFirst().orElse("status " + process.exitValue());
      throw new Refused(first.replaceFirst("^(fatal|error): ", ""));
    }
  }
}
