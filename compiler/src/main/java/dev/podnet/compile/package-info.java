/**
 * The compiler as one call: finds and reads the inputs, then runs every stage that the findings so far leave room for.
 *
 * <p>Uses every stage of the compiler; no stage uses it.
 */
package dev.podnet.compile;
