package dev.podnet.diagnostics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every code there is. */
public final class Codes {

  private static final List<Code[]> RANGES = List.of(
      SyntaxCode.values(),
      NameCode.values(),
      AddressCode.values(),
      AllocationCode.values(),
      TopologyCode.values(),
      ProofCode.values(),
      ServiceCode.values(),
      PolicyCode.values(),
      SettingCode.values(),
      NameServiceCode.values(),
      TunnelCode.values(),
      BalancerCode.values(),
      ManifestCode.values(),
      AssertCode.values(),
      AssertProofCode.values(),
      CompilerCode.values(),
      ReviewCode.values());

  private Codes() {}

  /** All codes, sorted by id. */
  public static List<Code> all() {
    List<Code> codes = new ArrayList<>();
    RANGES.forEach(range -> codes.addAll(List.of(range)));
    codes.sort(Comparator.comparing(Code::id));
    return codes;
  }
}
