package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Severity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in NetworkPolicies, where what is not understood must not be passed over. */
class WrongNetworkPoliciesTest {

  private static final String POLICY = """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: db
      spec:
        podSelector:
          matchLabels:
            app: db
        policyTypes:
        - Ingress
        - Egress
        ingress:
        - from:
          - ipBlock:
              cidr: 172.17.0.0/16
              except:
              - 172.17.1.0/24
          - namespaceSelector:
              matchExpressions:
              - key: team
                operator: In
                values: [shop, ops]
          - podSelector:
              matchLabels:
                role: front
          ports:
          - protocol: TCP
            port: 6379
        egress:
        - to:
          - podSelector: {}
          ports:
          - port: 32000
            endPort: 32768
          - port: metrics
      """;

  static Stream<Arguments> cases() {
    return WrongCases.of(POLICY, """
        PN7022 | spec:\\n | «specs: {}\\nspec:\\n
        PN7022 | spec:\\n | «ingress: []\\nspec:\\n
        PN7022 | podSelector:\\n    matchLabels:\\n      app: db | podSelector: {}\\n  «selector: {}
        PN7022 | podSelector:\\n    matchLabels:\\n      app: db | «podselector: {}
        PN7022 | podSelector:\\n    matchLabels:\\n      app: db | podSelector:\\n    «app: db
        PN7022 | podSelector:\\n    matchLabels:\\n      app: db | podSelector:\\n    «matchLabel: {app: db}
        PN7009 | app: db | app: «1
        PN7015 | app: db | app: «a b
        PN7022 | policyTypes:\\n  - Ingress\\n  - Egress | «policyType: [Ingress]
        PN7021 | - Ingress\\n | - «ingress\\n
        PN7021 | - Egress\\n | - «Outgress\\n
        PN7008 | policyTypes:\\n  - Ingress\\n  - Egress | policyTypes: «Ingress
        PN7022 | - from:\\n | - «form:\\n
        PN7022 | - from:\\n | - «to:\\n
        PN7022 | - to:\\n | - «from:\\n
        PN7022 | ports:\\n    - protocol: TCP\\n      port: 6379 | «prots:\\n    - port: 6379
        PN7022 | ports:\\n    - protocol: TCP\\n      port: 6379 | «port: 6379
        PN7008 | ports:\\n    - protocol: TCP\\n      port: 6379 | ports: «6379
        PN7008 | ports:\\n    - protocol: TCP\\n      port: 6379 | ports: [«6379]
        PN7008 | ports:\\n    - protocol: TCP\\n      port: 6379 | ports: «{port: 6379}
        PN7022 | cidr: 172.17.0.0/16 | cidr: 172.17.0.0/16\\n        «expect: []
        PN7018 | cidr: 172.17.0.0/16 | cidr: «172.17.0.0
        PN7018 | cidr: 172.17.0.0/16 | cidr: 172.17.0.0/«40
        PN7018 | cidr: 172.17.0.0/16 | cidr: 172.«1700.0.0/16
        PN7007 | ipBlock:\\n        cidr: 172.17.0.0/16\\n        except:\\n        - 172.17.1.0/24 | «ipBlock: {except: []}
        PN7024 | - 172.17.1.0/24 | - «172.18.1.0/24
        PN7024 | - 172.17.1.0/24 | - «172.17.0.0/16
        PN7024 | - 172.17.1.0/24 | - «172.16.0.0/12
        PN7024 | - 172.17.1.0/24 | - «fd00::/64
        PN7018 | - 172.17.1.0/24 | - «all
        PN7008 | except:\\n        - 172.17.1.0/24 | except: «172.17.1.0/24
        PN7023 | - ipBlock:\\n        cidr: 172.17.0.0/16\\n        except:\\n        - 172.17.1.0/24 | - «{}
        PN7023 | - ipBlock:\\n        cidr: 172.17.0.0/16\\n        except:\\n        - 172.17.1.0/24 | - «podSelector:
        PN7023 | - ipBlock:\\n        cidr: 172.17.0.0/16\\n        except:\\n        - 172.17.1.0/24 | -«
        PN7023 | - ipBlock:\\n | - podSelector: {}\\n      «ipBlock:\\n
        PN7022 | - podSelector:\\n        matchLabels:\\n          role: front | - «podSelectors:\\n        matchLabels:\\n          role: front
        PN7022 | - podSelector:\\n        matchLabels:\\n          role: front | - «matchLabels:\\n          role: front
        PN7008 | - podSelector:\\n        matchLabels:\\n          role: front | - podSelector: «front
        PN7008 | - podSelector:\\n        matchLabels:\\n          role: front | - «front
        PN7022 | values: [shop, ops] | «value: shop\\n          values: [ops]
        PN7021 | operator: In | operator: «Inn
        PN7026 | operator: In\\n          values: [shop, ops] | operator: «NotIn
        PN7026 | operator: In\\n          values | operator: Exists\\n          «values
        PN7007 | key: team\\n          operator: In\\n | «key: team\\n
        PN7020 | protocol: TCP | protocol: «tcp
        PN7020 | protocol: TCP | protocol: «""
        PN7020 | protocol: TCP | protocol: «HTTP
        PN7016 | port: 6379 | port: «-1
        PN7016 | port: 6379 | port: «0
        PN7016 | port: 6379 | port: «70000
        PN7010 | port: 6379 | port: «"6379"
        PN7010 | port: 6379 | port: «6379.0
        PN7014 | port: 6379 | port: «redis_port
        PN7022 | port: 6379 | «targetPort: 6379
        PN7022 | port: 6379 | port: 6379\\n      «endport: 6380
        PN7025 | endPort: 32768 | endPort: «31000
        PN7016 | endPort: 32768 | endPort: «99999
        PN7025 | - port: 32000\\n      endPort: 32768 | - endPort: «32768
        PN7025 | - port: metrics | - port: metrics\\n      endPort: «9000
        PN7013 | podSelector:\\n    matchLabels:\\n      app: db | podSelector: {}\\n  «podSelector: {}
        PN7008 | podSelector: {}\\n | podSelector: «[]\\n
        """);
  }

  static Stream<Arguments> whole() {
    String head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\n";
    return Stream.of(
        Arguments.of("PN7007", "no spec", "«" + head),
        Arguments.of("PN7008", "ingress no list", head + "spec: {ingress: «{from: []}}\n"),
        Arguments.of("PN7008", "rule no map", head + "spec: {ingress: [«all]}\n"),
        Arguments.of(
            "PN7008", "from no list", head + "spec: {ingress: [{from: «{podSelector: {}}}]}\n"),
        Arguments.of("PN7035", "null rule", head + "spec:\n  ingress:\n  -«\n"),
        Arguments.of("PN7008", "null port", head + "spec:\n  ingress:\n  - ports:\n    -«\n"),
        Arguments.of("PN7036", "merge", head + "spec:\n  <<: «nothing\n  podSelector: {}\n"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"cases", "whole"})
  void aMistakeIsFoundWhereItStands(String code, String change, String manifest) {
    WrongCases.expect(code, manifest);
  }

  @Test
  void aDoubleKeyIsAnErrorHere() {
    Read read = Read.of(POLICY + "  egress: []\n");
    assertThat(read.diagnostics()).hasSize(1);
    assertThat(read.diagnostics().get(0).code().id()).isEqualTo("PN7013");
    assertThat(read.diagnostics().get(0).severity()).isEqualTo(Severity.ERROR);
    assertThat(read.diagnostics().get(0).related()).hasSize(1);
  }

  @Test
  void aWrongDirectionIsExplained() {
    Read read = Read.of(POLICY.replace("- from:\n", "- to:\n"));
    assertThat(read.lines().get(0)).contains("in 'ingress' the peers are called 'from'");
  }
}
