/**
 * The wiring {@code routed}: Calico's, a veth pair and a host route for each pod, and no bridge.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.routed;
