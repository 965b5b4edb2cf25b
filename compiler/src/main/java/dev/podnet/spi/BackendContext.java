package dev.podnet.spi;

import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import java.util.Map;

/**
 * What a backend is asked about.
 *
 * @param cluster the cluster
 * @param choice the place where this backend was chosen, for diagnostics
 * @param settings its settings, read and checked, defaults filled in
 * @param podMtus the MTU of pods in bytes by node, as the fabric leaves it
 */
public record BackendContext(
    Cluster cluster, BackendChoice choice, SettingValues settings, Map<String, Integer> podMtus) {}
