/**
 * The fabric {@code cloud}: the underlay's own router holds a route to the pods of each node.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.cloud;
