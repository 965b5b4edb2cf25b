/**
 * From what was written to what is meant: names are bound, defaults filled in, workloads become pods, every address is
 * chosen.
 *
 * <p>Uses {@code syntax}, {@code manifest}, {@code model} and what is below them.
 */
package dev.podnet.resolve;
