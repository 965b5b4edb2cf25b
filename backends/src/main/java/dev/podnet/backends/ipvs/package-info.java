/**
 * The service proxy {@code ipvs}: the kernel's own load balancer, fed with virtual servers; sets say what becomes of a packet
 * before and after it.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.ipvs;
