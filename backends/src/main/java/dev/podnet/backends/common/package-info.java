/**
 * What several backends need: names made from names, rules put together, the pod network's ranges, forwarding and
 * masquerade.
 *
 * <p>Uses {@code spi}, {@code plan}, {@code model} and {@code net} of the compiler.
 */
package dev.podnet.backends.common;
