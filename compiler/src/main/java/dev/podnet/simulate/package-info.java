/**
 * Walks packets through the plan the way the kernel would: routing, neighbours, bridges, tunnels, netfilter and
 * connection tracking, from one end to the other and back.
 *
 * <p>It judges the plan, which is what gets rendered, and not the model the plan came from; from the model it takes only
 * the underlay (segments and routers) and what the user asked for. Uses {@code plan}, {@code model}, {@code net}, {@code work}.
 */
package dev.podnet.simulate;
