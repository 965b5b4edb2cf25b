package dev.podnet.render.view;

import java.util.List;

/**
 * An iptables-restore file.
 *
 * @param title what it is for
 * @param tables its tables in the order of {@link dev.podnet.plan.Table}
 */
public record RulesView(String title, List<TableView> tables) {}
