/**
 * Addresses, prefixes, MACs, protocols and ports as immutable values that are canonical from birth.
 *
 * <p>Uses nothing of podnet; the IPAddress library only for IPv6 text.
 */
package dev.podnet.net;
