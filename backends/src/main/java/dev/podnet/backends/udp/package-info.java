/**
 * The fabric {@code udp}: pod packets as the payload of UDP datagrams, as flannel's first backend sends them, done by the
 * kernel (FOU).
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.udp;
