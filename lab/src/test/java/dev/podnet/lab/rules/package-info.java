/**
 * What a packet meets on a host, read from the kernel's own rules: the text of {@code iptables-save} and {@code ipset save}. It
 * knows nothing of plans and of the simulator, so that both can be held against it.
 *
 * <p>Uses the compiler's {@code net} alone.
 */
package dev.podnet.lab.rules;
