/**
 * The fabric {@code ipip}: pod packets with one more IP header in front of them (RFC 2003, RFC 4213, RFC 2473).
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.ipip;
