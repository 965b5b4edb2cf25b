/**
 * The fabric {@code vxlan}: flannel's VXLAN, one layer-3 tunnel device on each node, nothing flooded, nothing learned.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.vxlan;
