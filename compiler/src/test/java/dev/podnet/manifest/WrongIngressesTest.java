package dev.podnet.manifest;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in Ingresses. */
class WrongIngressesTest {

  private static final String INGRESS = """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: shop
        annotations:
          nginx.ingress.kubernetes.io/rewrite-target: /$1
      spec:
        ingressClassName: nginx
        defaultBackend:
          service:
            name: fallback
            port:
              name: http
        tls:
        - hosts: [shop.example.com]
          secretName: shop-tls
        rules:
        - host: shop.example.com
          http:
            paths:
            - path: /cart
              pathType: Prefix
              backend:
                service:
                  name: cart
                  port:
                    number: 80
        - host: "*.example.com"
          http:
            paths:
            - path: /icons
              pathType: ImplementationSpecific
              backend:
                resource:
                  apiGroup: k8s.example.com
                  kind: Bucket
                  name: icons
      """;

  private static final String OLD = """
      apiVersion: networking.k8s.io/v1beta1
      kind: Ingress
      metadata:
        name: shop
      spec:
        backend:
          serviceName: fallback
          servicePort: http
        rules:
        - http:
            paths:
            - path: /cart
              backend:
                serviceName: cart
                servicePort: 80
      """;

  static Stream<Arguments> present() {
    return WrongCases.of(INGRESS, """
        PN7009 | ingressClassName: nginx | ingressClassName: «1
        PN7009 | rewrite-target: /$1 | rewrite-target: «1
        PN7008 | defaultBackend:\\n    service:\\n      name: fallback\\n      port:\\n        name: http | defaultBackend: «fallback
        PN7014 | name: fallback | name: «fall_back
        PN7014 | name: http | name: «HTTP
        PN7031 | port:\\n        name: http | «port: {}
        PN7031 | port:\\n        name: http | «port: {name: http, number: 80}
        PN7008 | port:\\n        name: http | port: «80
        PN7008 | port:\\n        name: http | port: «http
        PN7007 | service:\\n      name: fallback\\n      port:\\n        name: http | «service:\\n      name: fallback
        PN7016 | number: 80 | number: «80000
        PN7010 | number: 80 | number: «"80"
        PN7010 | number: 80 | number: «http
        PN7007 | service:\\n            name: cart\\n | «service:\\n            x: y\\n
        PN7009 | name: cart\\n | name: «1\\n
        PN7008 | hosts: [shop.example.com] | hosts: «shop.example.com
        PN7032 | hosts: [shop.example.com] | hosts: [«Shop.example.com]
        PN7014 | secretName: shop-tls | secretName: «shop_tls
        PN7032 | host: shop.example.com | host: «shop.example.com:8080
        PN7032 | host: shop.example.com | host: «"http://shop.example.com"
        PN7032 | host: shop.example.com | host: «"*"
        PN7032 | host: shop.example.com | host: «"*shop.example.com"
        PN7032 | host: shop.example.com | host: «"shop.*.com"
        PN7032 | host: shop.example.com | host: «Shop.Example.com
        PN7032 | path: /cart | path: «cart
        PN7032 | path: /icons | path: «icons
        PN7007 | path: /cart\\n        pathType | «pathType
        PN7007 | path: /cart\\n        pathType: Prefix | «path: /cart
        PN7021 | pathType: Prefix | pathType: «prefix
        PN7021 | pathType: Prefix | pathType: «Regex
        PN7031 | service:\\n            name: cart\\n            port:\\n              number: 80 | «serviceName: cart\\n          servicePort: 80
        PN7007 | backend:\\n          service:\\n            name: cart\\n            port:\\n              number: 80 | «backend: {}
        PN7008 | service:\\n            name: cart\\n            port:\\n              number: 80 | service: «cart
        PN7031 | resource:\\n | «service: {name: a, port: {number: 1}}\\n          resource:\\n
        PN7007 | resource:\\n            apiGroup: k8s.example.com\\n            kind: Bucket\\n | «resource:\\n
        PN7007 | resource:\\n            apiGroup: k8s.example.com\\n            kind: Bucket\\n            name: icons | «resource: {kind: Bucket}
        """);
  }

  static Stream<Arguments> old() {
    return WrongCases.of(OLD, """
        PN7007 | backend:\\n    serviceName: fallback\\n | «backend:\\n
        PN7007 | backend:\\n    serviceName: fallback\\n    servicePort: http | «backend:\\n    serviceName: fallback
        PN7014 | servicePort: http | servicePort: «http_port
        PN7010 | servicePort: http | servicePort: «"80"
        PN7016 | servicePort: 80 | servicePort: «0
        PN7032 | path: /cart | path: «cart
        PN7007 | path: /cart\\n        backend:\\n          serviceName: cart\\n          servicePort: 80 | «path: /cart
        """);
  }

  static Stream<Arguments> whole() {
    String head = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\n";
    return Stream.of(
        Arguments.of("PN7007", "no spec", "«" + head),
        Arguments.of("PN7007", "nothing in it", head + "«spec: {}\n"),
        Arguments.of("PN7007", "no paths", head + "spec: {rules: [{«http: {}}]}\n"),
        Arguments.of("PN7008", "rule no map", head + "spec: {rules: [«a.example.com]}\n"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"present", "old", "whole"})
  void aMistakeIsFoundWhereItStands(String code, String change, String manifest) {
    WrongCases.expect(code, manifest);
  }
}
