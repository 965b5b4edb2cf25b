/**
 * The lab: runs a compiled output on this machine as a real network. {@link dev.podnet.lab.Underlay} works out from a
 * cluster which hosts, routers and segments there must be; {@link dev.podnet.lab.Runner} makes them out of namespaces
 * (a Python program inside {@code unshare}); {@link dev.podnet.lab.Expectations} says what must hold in such a
 * network; {@link dev.podnet.lab.Lab} puts them together.
 *
 * <p>May use everything; nothing uses it.
 */
package dev.podnet.lab;
