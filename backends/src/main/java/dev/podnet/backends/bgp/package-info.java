/**
 * The fabric {@code bgp}: the routes that Calico's and kube-router's BGP converges to, compiled; or learned by BIRD, which is
 * configured here, where that is wanted. Plain, or with IP in IP or VXLAN around them.
 *
 * <p>Uses {@code backends.common} and the compiler's {@code spi}, {@code plan}, {@code model} and {@code net}.
 */
package dev.podnet.backends.bgp;
