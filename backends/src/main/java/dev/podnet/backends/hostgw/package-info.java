/**
 * The fabric {@code host-gw}: a route for each peer's pods via the peer itself.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.hostgw;
