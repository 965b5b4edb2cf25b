/**
 * The wiring {@code bridge}: one Linux bridge on each node, a veth pair for each pod, the bridge as the pods' gateway.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.bridge;
