/**
 * The fabric {@code docker}: none. The pods of one host reach each other by its bridge, the outside by masquerade, and are
 * reached by published ports.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.docker;
