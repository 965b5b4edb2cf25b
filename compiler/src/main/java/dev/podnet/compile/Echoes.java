package dev.podnet.compile;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.SettingCode;
import java.util.Set;

/**
 * Tells findings from their echoes. Where something could not be read, later stages miss it and would report names that
 * are not there and ranges that do not fit. What two things that are there have against each other stands all the same.
 */
final class Echoes {

  /** What cannot be caused by something that is missing. */
  private static final Set<Code> SOUND = Set.of(
      NameCode.SEVERAL_CLUSTERS,
      NameCode.DUPLICATE_NAME,
      NameCode.SHARING_CYCLE,
      NameCode.CONTRADICTION,
      AddressCode.POD_CIDR_OVERLAP,
      AddressCode.SEGMENT_OVERLAP,
      AddressCode.SPECIAL_RANGE,
      AddressCode.ADDRESS_NOT_USABLE,
      AddressCode.GATEWAY_OUTSIDE_SEGMENT,
      AddressCode.DUPLICATE_NODE_ADDRESS,
      AddressCode.DUPLICATE_POD_IP,
      AddressCode.DUPLICATE_CLUSTER_IP,
      AddressCode.HOST_PORT_TAKEN,
      ServiceCode.DUPLICATE_PORT,
      ServiceCode.DUPLICATE_PORT_NAME,
      ServiceCode.EXTERNAL_NAME_MISUSED,
      ServiceCode.HEADLESS_MISUSED,
      ServiceCode.SELECTOR_AND_ENDPOINTS,
      ServiceCode.NODE_PORT_TWICE,
      SettingCode.UNKNOWN_BACKEND,
      SettingCode.BACKEND_NOT_THERE,
      SettingCode.UNKNOWN_SETTING,
      SettingCode.BAD_SETTING_VALUE,
      SettingCode.SETTING_VALUE_COUNT);

  private Echoes() {}

  /** Takes over what stands although something could not be read. */
  static void takeOver(Diagnostics later, Diagnostics diagnostics) {
    for (Diagnostic finding : later.sorted()) {
      if (SOUND.contains(finding.code())) {
        diagnostics.report(finding);
      }
    }
  }
}
