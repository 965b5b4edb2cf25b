package dev.podnet.manifest;

import dev.podnet.work.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * SnakeYAML's parser. Of a long text it works in a thread of its own, some way ahead of whoever takes its events; what it throws
 * comes when all events before have been taken, so nothing tells how many threads there were.
 */
final class EventSource implements Parser, AutoCloseable {

  /** From how many characters on a text gets a thread. */
  private static final int LONG = 200_000;

  /** How many events are handed over at a time, and how many such lots may wait. */
  private static final int LOT = 256;

  private static final int WAITING = 64;

  /** How long the thread waits for room before it looks whether anybody still wants its events. */
  private static final long LOOK_MILLIS = 20;

  private final StreamReader reader;
  private final ParserImpl parser;
  private final BlockingQueue<List<Event>> lots;
  private List<Event> lot = List.of();
  private int next;
  private Event last;
  private boolean failed;
  private volatile Throwable failure;
  private volatile boolean closed;

  /**
   * Makes one.
   *
   * @param length of the text, in characters
   */
  EventSource(StreamReader reader, LoaderOptions options, int length) {
    this.reader = reader;
    parser = new ParserImpl(reader, options);
    lots = length >= LONG && Parallel.several() ? new ArrayBlockingQueue<>(WAITING) : null;
    if (lots != null) {
      Thread thread = new Thread(this::work, "podnet-yaml");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** The code point of the text up to which it has been read: behind the last event, or where the parser has failed. */
  int index() {
    if (failed) {
      return reader.getIndex();
    }
    return last == null ? 0 : last.getEndMark().getIndex();
  }

  private void work() {
    List<Event> coming = new ArrayList<>(LOT);
    try {
      Event event;
      do {
        event = parser.getEvent();
        coming.add(event);
        if (coming.size() == LOT) {
          put(coming);
          coming = new ArrayList<>(LOT);
        }
      } while (!event.is(Event.ID.StreamEnd) && !closed);
    } catch (Throwable e) {
      failure = e; // whoever takes the events throws it
    }
    put(coming);
    put(List.of());
  }

  private void put(List<Event> events) {
    boolean interrupted = false;
    boolean there = false;
    while (!there && !closed) {
      try {
        there = lots.offer(events, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Event peekEvent() {
    if (lots == null) {
      try {
        return parser.peekEvent();
      } catch (RuntimeException | StackOverflowError e) {
        failed = true;
        throw e;
      }
    }
    if (next == lot.size()) {
      lot = take();
      next = 0;
    }
    if (lot.isEmpty()) {
      rethrow();
      return null;
    }
    return lot.get(next);
  }

  private List<Event> take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lots.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void rethrow() {
    failed = failure != null;
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    Event event = peekEvent();
    return event != null && event.is(choice);
  }

  @Override
  public Event getEvent() {
    last = peekEvent();
    if (lots == null) {
      return parser.getEvent();
    }
    next++;
    return last;
  }

  /** Nothing more is wanted: the thread ends. */
  @Override
  public void close() {
    closed = true;
  }
}
