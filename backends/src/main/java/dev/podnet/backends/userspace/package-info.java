/**
 * {@code proxyMode userspace}: services by a process on each node, as the first kube-proxy did: rules lead what comes to a
 * service to a port of a local balancer, nginx, which takes the connection and makes one of its own to an endpoint.
 *
 * <p>Uses {@code backends.common}, and {@code spi}, {@code plan}, {@code model}, {@code net} and {@code diagnostics} of the
 * compiler.
 */
package dev.podnet.backends.userspace;
