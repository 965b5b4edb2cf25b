/**
 * The service proxy {@code iptables}: what kube-proxy does in its mode of that name, in fewer chains, as static rules.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.iptables;
