/**
 * The fabric {@code weave}: the pods of all nodes on one layer-2 segment, in VXLAN, encrypted where that is wanted.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.weave;
