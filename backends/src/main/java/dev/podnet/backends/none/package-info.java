/**
 * The backends {@code none}: what they would do is left to somebody else, or left out.
 *
 * <p>Uses the compiler's {@code spi}.
 */
package dev.podnet.backends.none;
