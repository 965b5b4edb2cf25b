/**
 * The rules a cluster must keep, one class each, and the underlay as a graph.
 *
 * <p>Uses {@code model}, {@code planning} (to learn about the fabric that was chosen), {@code spi} and what is below
 * them. A rule never changes anything and never throws for a user's mistake.
 */
package dev.podnet.check;
