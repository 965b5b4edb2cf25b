/*
 * The words of the podnet language.
 *
 * Tokens are coarse on purpose: an address, a prefix, a range or a duration is one word here, and the reader looks
 * inside, so that it can point at the very part that is wrong. Keywords are soft: the parser takes each of them as a
 * name wherever a name may stand.
 */
lexer grammar PodnetLexer;

// Top of a file
CLUSTER : 'cluster' ;
SEGMENT : 'segment' ;
ROUTER : 'router' ;
NODE : 'node' ;
NODES : 'nodes' ;
NAMESPACE : 'namespace' ;
IMPORT : 'import' ;
INCLUDE : 'include' ;
ASSERT : 'assert' ;
REACHABLE : 'reachable' ;
ISOLATED : 'isolated' ;

// cluster
CLUSTER_DOMAIN : 'clusterDomain' ;
POD_CIDR : 'podCIDR' ;
NODE_MASK : 'nodeMask' ;
SERVICE_CIDR : 'serviceCIDR' ;
NODE_PORT_RANGE : 'nodePortRange' ;
NODE_PORT_ADDRESSES : 'nodePortAddresses' ;
BACKEND : 'backend' ;
WIRING : 'wiring' ;
FABRIC : 'fabric' ;
PROXY_MODE : 'proxyMode' ;
DNS : 'dns' ;
INGRESS : 'ingress' ;
MTU : 'mtu' ;
MASQUERADE : 'masquerade' ;
MASQUERADE_ALL : 'masqueradeAll' ;
LOCALHOST_NODE_PORTS : 'localhostNodePorts' ;

// segment, router
GATEWAY : 'gateway' ;
CONNECTS : 'connects' ;
ROUTE_LIMIT : 'routeLimit' ;

// node, nodes
ADDRESS : 'address' ;
FROM : 'from' ;
DEV : 'dev' ;
LABELS : 'labels' ;
EXTERNAL_IP : 'externalIP' ;
ASN : 'asn' ;
UNSCHEDULABLE : 'unschedulable' ;

// namespace
POD : 'pod' ;
PODS : 'pods' ;
SERVICE : 'service' ;
NETWORK_POLICY : 'networkPolicy' ;

// pod, pods, container
ON : 'on' ;
IP : 'ip' ;
NETWORK : 'network' ;
SHARES : 'shares' ;
HOSTNAME : 'hostname' ;
SUBDOMAIN : 'subdomain' ;
NODE_SELECTOR : 'nodeSelector' ;
CONTAINER : 'container' ;
PORT : 'port' ;
HOST_PORT : 'hostPort' ;
HOST_IP : 'hostIP' ;
COMMAND : 'command' ;

// service
TYPE : 'type' ;
CLUSTER_IP : 'clusterIP' ;
SELECTOR : 'selector' ;
ENDPOINTS : 'endpoints' ;
NODE_PORT : 'nodePort' ;
EXTERNAL_IPS : 'externalIPs' ;
LOAD_BALANCER_IP : 'loadBalancerIP' ;
LOAD_BALANCER_SOURCE_RANGES : 'loadBalancerSourceRanges' ;
EXTERNAL_NAME : 'externalName' ;
SESSION_AFFINITY : 'sessionAffinity' ;
EXTERNAL_TRAFFIC_POLICY : 'externalTrafficPolicy' ;
INTERNAL_TRAFFIC_POLICY : 'internalTrafficPolicy' ;
PUBLISH_NOT_READY_ADDRESSES : 'publishNotReadyAddresses' ;
TRAFFIC_DISTRIBUTION : 'trafficDistribution' ;
DSR : 'dsr' ;

// networkPolicy
POD_SELECTOR : 'podSelector' ;
POLICY_TYPES : 'policyTypes' ;
EGRESS : 'egress' ;
TO : 'to' ;
PORTS : 'ports' ;
NAMESPACES : 'namespaces' ;
EXCEPT : 'except' ;

// ingress
HOST : 'host' ;
PATH : 'path' ;
DEFAULT : 'default' ;
TLS : 'tls' ;
FOR : 'for' ;

LBRACE : '{' ;
RBRACE : '}' ;
COMMA : ',' ;
SEMI : ';' ;
ARROW : '->' ;
NL : '\r\n' | '\n' | '\r' ;

/*
 * Any run of characters is a word; '-' ends one only before '>'. Characters that are no good in a source, such as
 * control characters, are the reader's to find: it hands over spaces in their place.
 */
LABEL : PIECE* '=' PIECE* ;
NUMERIC : [0-9] PIECE* ;
WORD : PIECE+ ;
/* What is left over of '-': a word that is always wrong. */
DASHES : '-'+ -> type(WORD) ;

STRING : '"' (ESCAPE | ~["\\\r\n])* '"' ;
UNTERMINATED : '"' (ESCAPE | ~["\\\r\n])* '\\'? ;

COMMENT : '#' ~[\r\n]* -> channel(HIDDEN) ;
SPACE : [ \t]+ -> channel(HIDDEN) ;
fragment ESCAPE : '\\' ~[\r\n] ;
fragment PLAIN : ~[-> \t\r\n{},;"#] ;
fragment PIECE : PLAIN | '>' | '-'+ PLAIN ;
