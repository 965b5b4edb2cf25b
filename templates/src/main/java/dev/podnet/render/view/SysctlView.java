package dev.podnet.render.view;

import dev.podnet.plan.Sysctl;
import java.util.List;

/**
 * A file of kernel settings.
 *
 * @param title what it is for
 * @param settings the settings
 */
public record SysctlView(String title, List<Sysctl> settings) {}
