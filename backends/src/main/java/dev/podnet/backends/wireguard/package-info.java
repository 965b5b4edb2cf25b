/**
 * The fabric {@code wireguard}: a WireGuard link on each node, every other node its peer.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.wireguard;
