package dev.podnet.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Does one thing to each element of a list, on as many threads as there are processors. Results come in the order of the
 * list, and of several failures the first one in the list is thrown, so nothing tells how many threads there were.
 */
public final class Parallel {

  /** The property that says how many threads to use; without it, as many as there are processors. */
  public static final String THREADS = "podnet.threads";

  /** Fewer elements are done by the caller alone: a thread must be worth its start. */
  private static final int FEW = 64;

  /** How many elements a thread takes at a time. */
  private static final int CHUNK = 16;

  private Parallel() {}

  /**
   * What is done to an element.
   *
   * @param <T> the element
   */
  public interface Work<T> {

    /** Does it; several threads may, each to another element. */
    void on(T element) throws IOException;
  }

  /**
   * Does it to all.
   *
   * @throws IOException what the first element in the list threw for which it failed
   */
  public static <T> void each(List<T> elements, Work<T> work) throws IOException {
    try {
      run(elements.size(), i -> {
        try {
          work.on(elements.get(i));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What comes of each, in the list's order; null is allowed. */
  public static <T, R> List<R> map(List<T> elements, Function<T, R> work) {
    @SuppressWarnings("unchecked")
    R[] results = (R[]) new Object[elements.size()];
    run(elements.size(), i -> results[i] = work.apply(elements.get(i)));
    return Collections.unmodifiableList(Arrays.asList(results));
  }

  /**
   * Does two things at once; the second may wait for what the first has done, never the other way. Of two failures the
   * first one's is thrown.
   */
  public static void both(Runnable first, Runnable second) {
    if (threads() < 2) {
      first.run();
      second.run();
      return;
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread other = new Thread(
        () -> {
          try {
            second.run();
          } catch (Throwable e) {
            failure.set(e);
          }
        },
        "podnet-second");
    other.setDaemon(true);
    other.start();
    try {
      first.run();
    } finally {
      join(other);
    }
    rethrow(failure.get());
  }

  /** Whether there is more than one thread to work with. */
  public static boolean several() {
    return threads() > 1;
  }

  private static int threads() {
    return Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors());
  }

  /** Waits for the end of threads; an interruption is kept for the caller. */
  private static void join(Thread... threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private interface Indexed {
    void at(int index);
  }

  private static void run(int count, Indexed work) {
    int threads = Math.min(threads(), count / CHUNK);
    if (count < FEW || threads < 2) {
      for (int i = 0; i < count; i++) {
        work.at(i);
      }
      return;
    }
    Shared shared = new Shared(count, work);
    Thread[] others = new Thread[threads - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(shared, "podnet-" + (i + 2));
      others[i].setDaemon(true);
      others[i].start();
    }
    shared.run();
    join(others);
    rethrow(shared.failure());
  }

  /** Elements are taken in order, so when one fails all before it have been taken and are done. */
  private static final class Shared implements Runnable {
    private final int count;
    private final Indexed work;
    private final AtomicInteger next = new AtomicInteger();
    private int failedAt = Integer.MAX_VALUE;
    private Throwable failure;

    Shared(int count, Indexed work) {
      this.count = count;
      this.work = work;
    }

    @Override
    public void run() {
      for (int from = next.getAndAdd(CHUNK); from < count; from = next.getAndAdd(CHUNK)) {
        for (int i = from; i < Math.min(from + CHUNK, count); i++) {
          if (!wanted(i)) {
            return;
          }
          try {
            work.at(i);
          } catch (Throwable e) {
            failed(i, e);
            return;
          }
        }
      }
    }

    private synchronized boolean wanted(int index) {
      return index < failedAt;
    }

    private synchronized void failed(int index, Throwable e) {
      if (index < failedAt) {
        failedAt = index;
        failure = e;
      }
    }

    private synchronized Throwable failure() {
      return failure;
    }
  }
}
