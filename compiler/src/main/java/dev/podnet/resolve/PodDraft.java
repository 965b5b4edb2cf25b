package dev.podnet.resolve;

import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.PodDns;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A pod before it has a place and addresses.
 *
 * @param ref its namespace and name
 * @param span where it, or what makes it, is declared
 * @param shares the pod of the same namespace whose network it joins
 * @param ips the addresses that are written for it
 * @param families the only families it has addresses of; empty for all of the cluster's
 */
record PodDraft(
    ObjectRef ref,
    Span span,
    Pod.Network network,
    Optional<Located<String>> shares,
    List<Located<IpAddress>> ips,
    Set<IpFamily> families,
    SortedMap<String, String> labels,
    Optional<String> hostname,
    Optional<String> subdomain,
    List<Pod.Container> containers,
    PodDns dns,
    boolean ready,
    boolean terminating) {

  /** Whether it may have an address of a family. */
  boolean has(IpFamily family) {
    return families.isEmpty() || families.contains(family);
  }

  /** The same pod under another name, with other labels. */
  PodDraft named(ObjectRef other, SortedMap<String, String> otherLabels) {
    return new PodDraft(
        other,
        span,
        network,
        shares,
        ips,
        families,
        otherLabels,
        hostname,
        subdomain,
        containers,
        dns,
        ready,
        terminating);
  }

  /** The same pod with a hostname and a subdomain. */
  PodDraft inDns(Optional<String> itsHostname, Optional<String> itsSubdomain) {
    return new PodDraft(
        ref,
        span,
        network,
        shares,
        ips,
        families,
        labels,
        itsHostname,
        itsSubdomain,
        containers,
        dns,
        ready,
        terminating);
  }

  /** The same pod with a network of its own. */
  PodDraft notSharing() {
    return new PodDraft(
        ref,
        span,
        network,
        Optional.empty(),
        ips,
        families,
        labels,
        hostname,
        subdomain,
        containers,
        dns,
        ready,
        terminating);
  }
}
