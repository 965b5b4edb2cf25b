package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program that runs on the host for as long as the plan holds. Its configuration is {@link HostFile}s. The host's
 * scripts check it before anything is changed, start the program, tell it of a new configuration without disturbing what
 * it is doing, and end it when it is no longer wanted.
 *
 * @param name its name on the host: small letters, digits and dashes, at most 20 characters
 * @param run the program and its arguments; it must stay in the foreground. Other arguments mean another process
 * @param files the names of the files it reads, as far as the host has them, each read by one daemon alone; when one
 *     changes, it is told to reload
 * @param check a command that ends with 0 when the configuration is sound, and says why not otherwise; it is called with
 *     the new files in a place of their own, in a network namespace where any address can be bound
 * @param reload how it is told of a new configuration
 * @param ready what can be seen when it has taken its configuration up, all of which must hold
 * @param spare what a host is told that does without it; empty when it must run. A spare daemon whose program is not there
 *     is left out, and one that does not start keeps nothing else from being made: the scripts say so, and what is missing
 *     then
 * @param comment what it is for, one line
 */
public record Daemon(
    String name,
    List<Word> run,
    List<String> files,
    List<Word> check,
    Reload reload,
    List<Ready> ready,
    Optional<String> spare,
    String comment)
    implements Comparable<Daemon> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?");

  /** Checks the name, copies the lists. */
  public Daemon {
    checkName(name);
    run = List.copyOf(run);
    files = List.copyOf(files);
    check = List.copyOf(check);
    ready = List.copyOf(ready);
    spare.ifPresent(Word::check);
    if (run.isEmpty() || check.isEmpty()) {
      throw new IllegalArgumentException("daemon " + name + " has no command to run or to check");
    }
  }

  /** One that must run. */
  public Daemon(
      String name,
      List<Word> run,
      List<String> files,
      List<Word> check,
      Reload reload,
      List<Ready> ready,
      String comment) {
    this(name, run, files, check, reload, ready, Optional.empty(), comment);
  }

  static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name for a daemon");
    }
    return name;
  }

  /** How a daemon is told of a new configuration. */
  public sealed interface Reload {}

  /** By a signal, such as {@code HUP}. */
  public record BySignal(Signal signal) implements Reload {}

  /** By a command, such as {@code knotc reload}. */
  public record ByCommand(List<Word> words) implements Reload {
    /** Copies the list. */
    public ByCommand {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("no command");
      }
    }
  }

  /** Not at all: it is ended and started again. */
  public record ByRestart() implements Reload {}

  /** Signals that mean "read your configuration again". */
  public enum Signal {
    HUP,
    USR1,
    USR2
  }

  /** What can be seen when a daemon has taken its configuration up. */
  public sealed interface Ready {}

  /**
   * It greets whoever connects by TCP with a line.
   *
   * @param line the whole line; with {@code @DIGEST@} in it, it shows that the new configuration is in force. Empty when it
   *     is enough that the connection is taken
   */
  public record Greets(IpAddress address, int port, String line) implements Ready {
    /** Checks the line. */
    public Greets {
      Word.check(line);
      if (line.indexOf('\t') >= 0) {
        throw new IllegalArgumentException("'" + line + "' is no greeting");
      }
    }
  }

  /** A command ends with 0. */
  public record Answers(List<Word> words) implements Ready {
    /** Copies the list. */
    public Answers {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("no command");
      }
    }
  }

  @Override
  public int compareTo(Daemon other) {
    return name.compareTo(other.name);
  }
}
