package dev.podnet.manifest;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in Services, and in what all objects have. */
class WrongServicesTest {

  private static final String SERVICE = """
      apiVersion: v1
      kind: Service
      metadata:
        name: web
        namespace: shop
        labels:
          app: web
        annotations:
          note: anything goes
      spec:
        type: LoadBalancer
        clusterIP: 10.96.0.10
        ipFamilyPolicy: SingleStack
        ipFamilies: [IPv4]
        selector:
          app: web
          tier: front
        ports:
        - name: http
          port: 80
          protocol: TCP
          targetPort: 8080
          nodePort: 30080
        - name: dns
          port: 53
          protocol: UDP
          targetPort: domain
        externalIPs:
        - 203.0.113.5
        loadBalancerIP: 203.0.113.9
        loadBalancerSourceRanges: [198.51.100.0/24]
        sessionAffinity: ClientIP
        sessionAffinityConfig:
          clientIP:
            timeoutSeconds: 600
        externalTrafficPolicy: Local
        internalTrafficPolicy: Cluster
        publishNotReadyAddresses: false
        healthCheckNodePort: 30081
        trafficDistribution: PreferClose
      status:
        loadBalancer:
          ingress:
          - ip: 203.0.113.10
            ipMode: VIP
      """;

  static Stream<Arguments> cases() {
    return WrongCases.of(SERVICE, """
        PN7007 | metadata:\\n  name: web\\n  namespace | «metadata:\\n  namespace
        PN7007 | metadata:\\n  name: web\\n | «metadata:\\n  name: ""\\n
        PN7009 | name: web | name: «123
        PN7009 | name: web | name: «true
        PN7009 | name: web | name: «1e2
        PN7014 | name: web | name: «Web
        PN7014 | name: web | name: «web_1
        PN7014 | name: web | name: «web.1
        PN7014 | name: web | name: «-web
        PN7014 | name: web | name: «web-
        PN7014 | name: web | name: «a234567890123456789012345678901234567890123456789012345678901234
        PN7014 | name: web | name: «"web app"
        PN7034 | name: web | name: «"1web"
        PN7034 | name: web | name: «1web
        PN7008 | name: web | name: «[web]
        PN7008 | name: web | name: «{a: b}
        PN7009 | namespace: shop | namespace: «2024
        PN7014 | namespace: shop | namespace: «a.b
        PN7014 | namespace: shop | namespace: «SHOP
        PN7008 | labels:\\n    app: web | labels:\\n  «- app
        PN7008 | labels:\\n    app: web | labels: «web
        PN7009 | labels:\\n    app: web | labels:\\n    app: «n
        PN7009 | labels:\\n    app: web | labels:\\n    app: «no
        PN7009 | labels:\\n    app: web | labels:\\n    app: «yes
        PN7009 | labels:\\n    app: web | labels:\\n    app: «on
        PN7009 | labels:\\n    app: web | labels:\\n    app: «true
        PN7009 | labels:\\n    app: web | labels:\\n    app: «False
        PN7009 | labels:\\n    app: web | labels:\\n    app: «0755
        PN7009 | labels:\\n    app: web | labels:\\n    app: «0x50
        PN7009 | labels:\\n    app: web | labels:\\n    app: «1e2
        PN7009 | labels:\\n    app: web | labels:\\n    app: «1.10
        PN7009 | labels:\\n    app: web | labels:\\n    app: «1_000
        PN7009 | labels:\\n    app: web | labels:\\n    app: «+5
        PN7009 | labels:\\n    app: web | labels:\\n    app: «.5
        PN7009 | labels:\\n    app: web | labels:\\n    app: «.inf
        PN7009 | labels:\\n    app: web | labels:\\n    app: «.nan
        PN7009 | labels:\\n    app: web | labels:\\n    app: «-1
        PN7009 | labels:\\n    app: web | labels:\\n    app: «0b101
        PN7009 | labels:\\n    app: web | labels:\\n    app: «0o17
        PN7009 | labels:\\n    app: web | labels:\\n    «yes: web
        PN7009 | labels:\\n    app: web | labels:\\n    «80: web
        PN7008 | labels:\\n    app: web | labels:\\n    app: «[web]
        PN7008 | labels:\\n    app: web | labels:\\n    app:\\n      «name: web
        PN7015 | labels:\\n    app: web | labels:\\n    app: «"web app"
        PN7015 | labels:\\n    app: web | labels:\\n    app: «-web
        PN7015 | labels:\\n    app: web | labels:\\n    app: «web/1
        PN7015 | labels:\\n    app: web | labels:\\n    app: «a234567890123456789012345678901234567890123456789012345678901234
        PN7015 | labels:\\n    app: web | labels:\\n    «a/b/c: web
        PN7015 | labels:\\n    app: web | labels:\\n    «/app: web
        PN7015 | labels:\\n    app: web | labels:\\n    «Example.com/app: web
        PN7015 | labels:\\n    app: web | labels:\\n    «"my app": web
        PN7013 | labels:\\n    app: web | labels:\\n    app: web\\n    «app: web
        PN7009 | note: anything goes | note: «true
        PN7009 | note: anything goes | note: «42
        PN7008 | note: anything goes | note: «[a]
        PN7021 | type: LoadBalancer | type: «Loadbalancer
        PN7021 | type: LoadBalancer | type: «clusterIP
        PN7021 | type: LoadBalancer | type: «Headless
        PN7009 | type: LoadBalancer | type: «7
        PN7017 | clusterIP: 10.96.0.10 | clusterIP: 10.96.0.«300
        PN7017 | clusterIP: 10.96.0.10 | clusterIP: «10.96.0
        PN7017 | clusterIP: 10.96.0.10 | clusterIP: 10.96.0.«010
        PN7017 | clusterIP: 10.96.0.10 | clusterIP: "10.96.0.«10/32"
        PN7017 | clusterIP: 10.96.0.10 | clusterIP: «auto
        PN7017 | clusterIP: 10.96.0.10 | clusterIP: «fd00:::1
        PN7021 | clusterIP: 10.96.0.10 | clusterIP: «none
        PN7021 | clusterIP: 10.96.0.10 | clusterIP: «"NONE"
        PN7002 | clusterIP: 10.96.0.10 | clusterIP: «CLUSTER_DNS_IP
        PN7002 | clusterIP: 10.96.0.10 | clusterIP: «__PILLAR__DNS__SERVER__
        PN7002 | clusterIP: 10.96.0.10 | clusterIP: «<your-ip>
        PN7002 | clusterIP: 10.96.0.10 | clusterIP: «$(DNS_IP)
        PN7008 | clusterIP: 10.96.0.10 | clusterIP: «[10.96.0.10]
        PN7009 | clusterIP: 10.96.0.10 | clusterIP: «10.96
        PN7029 | clusterIP: 10.96.0.10 | clusterIPs: [10.96.0.10, «10.96.0.11]
        PN7029 | clusterIP: 10.96.0.10 | clusterIPs: [10.96.0.10]\\n  clusterIP: «10.96.0.11
        PN7029 | clusterIP: 10.96.0.10 | clusterIPs: [10.96.0.10]\\n  clusterIP: «None
        PN7029 | clusterIP: 10.96.0.10 | clusterIPs: [None, «10.96.0.10]
        PN7017 | clusterIP: 10.96.0.10 | clusterIPs: [«x]
        PN7008 | clusterIP: 10.96.0.10 | clusterIPs: «10.96.0.10
        PN7021 | ipFamilyPolicy: SingleStack | ipFamilyPolicy: «DualStack
        PN7021 | ipFamilies: [IPv4] | ipFamilies: [«ipv4]
        PN7021 | ipFamilies: [IPv4] | ipFamilies: [«IPv5]
        PN7029 | ipFamilies: [IPv4] | ipFamilies: [IPv4, «IPv4]
        PN7008 | ipFamilies: [IPv4] | ipFamilies: «IPv4
        PN7021 | ipFamilies: [IPv4] | ipFamily: «v4
        PN7009 | tier: front | tier: «off
        PN7015 | tier: front | tier: «front end
        PN7008 | selector:\\n    app: web\\n    tier: front | selector: «web
        PN7008 | selector:\\n    app: web\\n    tier: front | selector:\\n    matchLabels:\\n      «app: web
        PN7010 | port: 80\\n | port: «"80"\\n
        PN7010 | port: 80\\n | port: «http\\n
        PN7010 | port: 80\\n | port: «0x50\\n
        PN7010 | port: 80\\n | port: «0120\\n
        PN7010 | port: 80\\n | port: «8_0\\n
        PN7010 | port: 80\\n | port: «+80\\n
        PN7010 | port: 80\\n | port: «80.5\\n
        PN7010 | port: 80\\n | port: «8e1\\n
        PN7010 | port: 80\\n | port: «80/TCP\\n
        PN7010 | port: 80\\n | port: «true\\n
        PN7002 | port: 80\\n | port: «SERVICE_PORT\\n
        PN7016 | port: 80\\n | port: «0\\n
        PN7016 | port: 80\\n | port: «-80\\n
        PN7016 | port: 80\\n | port: «65536\\n
        PN7016 | port: 80\\n | port: «99999999999999999999999\\n
        PN7008 | port: 80\\n | port: «[80]\\n
        PN7007 | name: http\\n    port: 80 | «name: http
        PN7014 | name: http | name: «HTTP
        PN7014 | name: http | name: «my_http
        PN7009 | name: http | name: «80
        PN7020 | protocol: TCP | protocol: «tcp
        PN7020 | protocol: TCP | protocol: «HTTP
        PN7020 | protocol: TCP | protocol: «""
        PN7020 | protocol: TCP | protocol: «TCP/UDP
        PN7009 | protocol: TCP | protocol: «6
        PN7016 | targetPort: 8080 | targetPort: «80800
        PN7016 | targetPort: 8080 | targetPort: «-1
        PN7010 | targetPort: 8080 | targetPort: «"8080"
        PN7010 | targetPort: 8080 | targetPort: «80.80
        PN7010 | targetPort: 8080 | targetPort: «true
        PN7014 | targetPort: 8080 | targetPort: «a-name-that-is-too-long
        PN7014 | targetPort: 8080 | targetPort: «HTTP
        PN7014 | targetPort: 8080 | targetPort: «a--b
        PN7014 | targetPort: 8080 | targetPort: «"80-81"
        PN7008 | targetPort: 8080 | targetPort: «{port: 80}
        PN7016 | nodePort: 30080 | nodePort: «70000
        PN7010 | nodePort: 30080 | nodePort: «"30080"
        PN7008 | ports:\\n  - name: http\\n    port: 80\\n    protocol: TCP\\n    targetPort: 8080\\n    nodePort: 30080\\n  - name: dns\\n    port: 53\\n    protocol: UDP\\n    targetPort: domain | ports: «80
        PN7008 | ports:\\n  - name: http\\n    port: 80\\n    protocol: TCP\\n    targetPort: 8080\\n    nodePort: 30080\\n  - name: dns\\n    port: 53\\n    protocol: UDP\\n    targetPort: domain | ports:\\n    «port: 80
        PN7008 | ports:\\n  - name: http\\n    port: 80\\n    protocol: TCP\\n    targetPort: 8080\\n    nodePort: 30080\\n  - name: dns\\n    port: 53\\n    protocol: UDP\\n    targetPort: domain | ports: [«80]
        PN7017 | externalIPs:\\n  - 203.0.113.5 | externalIPs: [«nowhere]
        PN7008 | externalIPs:\\n  - 203.0.113.5 | externalIPs: «203.0.113.5
        PN7009 | externalIPs:\\n  - 203.0.113.5 | externalIPs: [«~]
        PN7017 | loadBalancerIP: 203.0.113.9 | loadBalancerIP: 203.0.«1113.9
        PN7018 | [198.51.100.0/24] | [198.51.100.0/«33]
        PN7018 | [198.51.100.0/24] | [«198.51.100.0]
        PN7018 | [198.51.100.0/24] | [198.51.«256.0/24]
        PN7018 | [198.51.100.0/24] | ["198.51.100.0/«x"]
        PN7018 | [198.51.100.0/24] | ["198.51.100.0/«-1"]
        PN7018 | [198.51.100.0/24] | ["198.51.100.0/«024"]
        PN7018 | [198.51.100.0/24] | ["fd00::/«129"]
        PN7018 | [198.51.100.0/24] | [«all]
        PN7019 | [198.51.100.0/24] | [«198.51.100.7/24]
        PN7021 | sessionAffinity: ClientIP | sessionAffinity: «ClientIp
        PN7021 | sessionAffinity: ClientIP | sessionAffinity: «Cookie
        PN7030 | timeoutSeconds: 600 | timeoutSeconds: «0
        PN7030 | timeoutSeconds: 600 | timeoutSeconds: «86401
        PN7010 | timeoutSeconds: 600 | timeoutSeconds: «10m
        PN7008 | clientIP:\\n      timeoutSeconds: 600 | clientIP: «600
        PN7021 | externalTrafficPolicy: Local | externalTrafficPolicy: «local
        PN7021 | internalTrafficPolicy: Cluster | internalTrafficPolicy: «Global
        PN7011 | publishNotReadyAddresses: false | publishNotReadyAddresses: «"false"
        PN7011 | publishNotReadyAddresses: false | publishNotReadyAddresses: «0
        PN7011 | publishNotReadyAddresses: false | publishNotReadyAddresses: «never
        PN7012 | publishNotReadyAddresses: false | publishNotReadyAddresses: «no
        PN7012 | publishNotReadyAddresses: false | publishNotReadyAddresses: «On
        PN7008 | publishNotReadyAddresses: false | publishNotReadyAddresses: «[true]
        PN7016 | healthCheckNodePort: 30081 | healthCheckNodePort: «-1
        PN7021 | trafficDistribution: PreferClose | trafficDistribution: «Near
        PN7017 | - ip: 203.0.113.10 | - ip: «lb
        PN7021 | ipMode: VIP | ipMode: «Vip
        PN7013 | type: LoadBalancer | type: LoadBalancer\\n  «type: LoadBalancer
        PN7036 | type: LoadBalancer | <<: «LoadBalancer
        PN7008 | type: LoadBalancer | ? «[a]\\n  : b
        """);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void aMistakeIsFoundWhereItStands(String code, String change, String manifest) {
    WrongCases.expect(code, manifest);
  }
}
