package dev.podnet.planning;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.BackendPreset;
import dev.podnet.model.ClusterSettings;
import java.util.Optional;

/** A preset of which a part is replaced: two names for one thing may be a slip, so what wins is said. */
final class OverriddenPreset {

  private OverriddenPreset() {}

  static void check(ClusterSettings settings, Diagnostics diagnostics) {
    BackendChoice backend = settings.backend();
    BackendChoice wiring = settings.wiring();
    BackendChoice fabric = settings.fabric();
    Optional<BackendPreset> preset = BackendPreset.of(backend.name().value());
    boolean refused = fabric.explicit() && !backend.settings().isEmpty(); // where names are bound
    boolean beside = backend.explicit() && (wiring.explicit() || fabric.explicit());
    if (!beside || refused || preset.isEmpty()) {
      return;
    }
    BackendChoice winner = fabric.explicit() ? fabric : wiring;
    String left = !wiring.explicit()
        ? "of it only the wiring " + wiring.name() + " is used"
        : !fabric.explicit()
            ? "of it only the fabric " + fabric.name() + " is used"
            : "nothing of it is used";
    Diagnostic.at(
            backend.name().span(),
            SettingCode.PRESET_OVERRIDDEN,
            "backend " + backend.name() + " stands beside "
                + (winner == fabric ? "fabric " : "wiring ") + winner.name() + ": " + left)
        .related(winner.name().span(), "this wins")
        .help("write `wiring " + wiring.name() + "; fabric " + fabric.name() + "` and no backend")
        .to(diagnostics);
  }
}
