/**
 * Puts rendered files into the folder the user named, as a whole or not at all, with {@code podnet.json} beside them.
 *
 * <p>Uses {@code render}, {@code model} and {@code net}.
 */
package dev.podnet.output;
