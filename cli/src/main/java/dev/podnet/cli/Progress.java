package dev.podnet.cli;

import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;

/** Tells a person at a terminal what takes so long: one line, only for steps of more than a second, gone in the end. */
final class Progress implements Consumer<String> {

  private static final long PATIENCE_MILLIS = 1000;

  private final Environment environment;
  private final boolean timings;
  private final Timer timer;
  private TimerTask waiting;
  private String step = "";
  private long begin = System.nanoTime();
  private boolean shown;

  Progress(Environment environment, boolean verbose, boolean quiet) {
    this.environment = environment;
    this.timings = verbose;
    boolean line = environment.errIsTerminal() && !quiet && !verbose;
    this.timer = line ? new Timer("progress", true) : null;
  }

  @Override
  public synchronized void accept(String next) {
    long now = System.nanoTime();
    if (timings && !step.isEmpty()) {
      environment.err().println("podnet: " + step + " took " + (now - begin) / 1_000_000 + " ms");
    }
    step = next;
    begin = now;
    if (timer != null) {
      wipe();
      if (waiting != null) {
        waiting.cancel();
      }
      waiting = new TimerTask() {
        @Override
        public void run() {
          show(next);
        }
      };
      if (!next.isEmpty()) {
        timer.schedule(waiting, PATIENCE_MILLIS);
      }
    }
  }

  private synchronized void show(String what) {
    if (what.equals(step)) {
      environment.err().print("\r\033[Kpodnet: " + what + " …");
      environment.err().flush();
      shown = true;
    }
  }

  private void wipe() {
    if (shown) {
      environment.err().print("\r\033[K");
      environment.err().flush();
      shown = false;
    }
  }

  /** Ends the last step; more than once does no harm. */
  void end() {
    accept("");
    if (timer != null) {
      timer.cancel();
    }
  }
}
