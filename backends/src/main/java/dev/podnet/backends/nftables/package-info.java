/**
 * The service proxy {@code nftables}: what kube-proxy does in its mode of that name, as elements of maps that a packet
 * finds in a few steps, however many services there are. No service and no endpoint has a chain of its own.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.nftables;
