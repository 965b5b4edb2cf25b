/**
 * What changes between two states of a cluster: on which host, why, and whether connections notice. Two outputs are
 * compared fact by fact; what they were compiled from, where it is known, says why.
 *
 * <p>Uses {@code facts}, {@code origin}, {@code model} and {@code source}.
 */
package dev.podnet.diff;
