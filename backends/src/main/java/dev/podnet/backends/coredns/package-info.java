/**
 * The name service {@code coredns}: what Kubernetes' DNS answers, as zone files and a Corefile that serves them.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model}, {@code net} and {@code work}.
 */
package dev.podnet.backends.coredns;
