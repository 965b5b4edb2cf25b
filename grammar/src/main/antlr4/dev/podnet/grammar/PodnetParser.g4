/*
 * The podnet language; docs/language.md describes it for its users.
 *
 * - A statement ends at the end of its line or at ';'. The reader puts an end behind every '}' that has none, so that
 *   blocks may follow each other on one line.
 * - Every block has an alternative for the statements it does not know: a misspelt keyword is a whole statement, which
 *   the reader reports with a suggestion, and the statements around it are read as ever. The sets of tokens in the
 *   'unknown' rules are what the block knows; so one token decides which statement it is.
 * - Rules for values (name, cidr, number …) all take words and say what is meant; the reader looks inside.
 */
parser grammar PodnetParser;

options { tokenVocab = PodnetLexer; }

// Where the reader starts

spec : statement? (end statement?)* EOF ;
oneClusterItem : clusterItem NL* EOF ;
oneParty : party NL* EOF ;

end : NL | SEMI ;

// Top of a file

statement
  : cluster
  | segment
  | router
  | node
  | nodes
  | namespace
  | importFiles
  | includeFile
  | assertion
  | unknownStatement
  ;

cluster : CLUSTER name clusterBody? ;
segment : SEGMENT name cidrs segmentBody? ;
router : ROUTER name routerBody ;
node : NODE name nodeBody ;
nodes : NODES name number nodeBody ;
namespace : NAMESPACE name namespaceBody? ;
importFiles : IMPORT string ;
includeFile : INCLUDE string ;
assertion : ASSERT (REACHABLE | ISOLATED) party ARROW party ;

unknownStatement
  : ~(CLUSTER | SEGMENT | ROUTER | NODE | NODES | NAMESPACE | IMPORT | INCLUDE | ASSERT
      | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

party
  : SERVICE name
  | NODE name
  | NAMESPACE name
  | literal
  ;

// cluster NAME { … }

clusterBody : LBRACE clusterItem? (end clusterItem?)* RBRACE ;

clusterItem
  : clusterDomain
  | clusterPodCidr
  | nodeMask
  | serviceCidr
  | nodePortRange
  | nodePortAddresses
  | choice
  | mtu
  | toggle
  | unknownClusterItem
  ;

clusterDomain : CLUSTER_DOMAIN name ;
clusterPodCidr : POD_CIDR cidrs ;
nodeMask : NODE_MASK mask (COMMA NL* mask)* ;
serviceCidr : SERVICE_CIDR cidrs ;
nodePortRange : NODE_PORT_RANGE portRange ;
nodePortAddresses : NODE_PORT_ADDRESSES cidrs ;
choice : (BACKEND | WIRING | FABRIC | PROXY_MODE | DNS | INGRESS) name settingsBody? ;
mtu : MTU number ;
toggle : (MASQUERADE | MASQUERADE_ALL | LOCALHOST_NODE_PORTS) toggleValue ;

unknownClusterItem
  : ~(CLUSTER_DOMAIN | POD_CIDR | NODE_MASK | SERVICE_CIDR | NODE_PORT_RANGE | NODE_PORT_ADDRESSES
      | BACKEND | WIRING | FABRIC | PROXY_MODE | DNS | INGRESS | MTU
      | MASQUERADE | MASQUERADE_ALL | LOCALHOST_NODE_PORTS
      | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// Settings of a backend: which there are is the backend's to say.

settingsBody : LBRACE settingItem? (end settingItem?)* RBRACE ;
settingItem : setting | unknownSettingItem ;
setting : name settingValue* (COMMA NL* settingValue+)* ;
settingValue : literal | keyword | STRING ;

unknownSettingItem
  : (STRING | UNTERMINATED | COMMA | ARROW) rest
  | anyBlock
  ;

// segment NAME CIDR { … }

segmentBody : LBRACE segmentItem? (end segmentItem?)* RBRACE ;
segmentItem : gateway | mtu | unknownSegmentItem ;
gateway : GATEWAY addresses ;

unknownSegmentItem
  : ~(GATEWAY | MTU | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// router NAME { … }

routerBody : LBRACE routerItem? (end routerItem?)* RBRACE ;
routerItem : connects | routeLimit | asn | unknownRouterItem ;
connects : CONNECTS names ;
routeLimit : ROUTE_LIMIT number ;

unknownRouterItem
  : ~(CONNECTS | ROUTE_LIMIT | ASN | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// node NAME { … }, nodes NAME COUNT { … }

nodeBody : LBRACE nodeItem? (end nodeItem?)* RBRACE ;

nodeItem
  : nodeAddress
  | nodePodCidr
  | labels
  | externalIp
  | asn
  | unschedulable
  | unknownNodeItem
  ;

nodeAddress : ADDRESS FROM? addresses (DEV name)? ;
nodePodCidr : POD_CIDR cidrs ;
labels : LABELS labelList ;
externalIp : EXTERNAL_IP addresses ;
asn : ASN number ;
unschedulable : UNSCHEDULABLE ;

unknownNodeItem
  : ~(ADDRESS | POD_CIDR | LABELS | EXTERNAL_IP | ASN | UNSCHEDULABLE
      | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// namespace NAME { … }

namespaceBody : LBRACE namespaceItem? (end namespaceItem?)* RBRACE ;

namespaceItem
  : labels
  | pod
  | pods
  | service
  | networkPolicy
  | ingress
  | unknownNamespaceItem
  ;

pod : POD name (ON name)? podBody? ;
pods : PODS name number (ON names)? podBody? ;
service : SERVICE name serviceBody ;
networkPolicy : NETWORK_POLICY name policyBody ;
ingress : INGRESS name ingressBody ;

unknownNamespaceItem
  : ~(LABELS | POD | PODS | SERVICE | NETWORK_POLICY | INGRESS | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// pod NAME { … }, pods NAME COUNT { … }

podBody : LBRACE podItem? (end podItem?)* RBRACE ;

podItem
  : labels
  | podIp
  | podNetwork
  | shares
  | hostname
  | subdomain
  | nodeSelector
  | container
  | unknownPodItem
  ;

podIp : IP addresses ;
podNetwork : NETWORK name ;
shares : SHARES name ;
hostname : HOSTNAME name ;
subdomain : SUBDOMAIN name ;
nodeSelector : NODE_SELECTOR labelList ;
container : CONTAINER name containerBody? ;

unknownPodItem
  : ~(LABELS | IP | NETWORK | SHARES | HOSTNAME | SUBDOMAIN | NODE_SELECTOR | CONTAINER
      | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// container NAME { … }

containerBody : LBRACE containerItem? (end containerItem?)* RBRACE ;
containerItem : containerPort | command | unknownContainerItem ;
containerPort : PORT name? portNumber (HOST_PORT number | HOST_IP address)* ;
command : COMMAND string ;

unknownContainerItem
  : ~(PORT | COMMAND | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// service NAME { … }

serviceBody : LBRACE serviceItem? (end serviceItem?)* RBRACE ;

serviceItem
  : serviceType
  | clusterIp
  | selector
  | endpoints
  | servicePort
  | externalIps
  | loadBalancerIp
  | loadBalancerSourceRanges
  | externalName
  | sessionAffinity
  | trafficPolicy
  | publishNotReady
  | trafficDistribution
  | directReturn
  | unknownServiceItem
  ;

serviceType : TYPE name ;
clusterIp : CLUSTER_IP addresses ;
selector : SELECTOR labelList ;
endpoints : ENDPOINTS addresses ;
servicePort : PORT name? portNumber (ARROW target | NODE_PORT number)* ;
externalIps : EXTERNAL_IPS addresses ;
loadBalancerIp : LOAD_BALANCER_IP addresses ;
loadBalancerSourceRanges : LOAD_BALANCER_SOURCE_RANGES cidrs ;
externalName : EXTERNAL_NAME name ;
sessionAffinity : SESSION_AFFINITY name duration? ;
trafficPolicy : (EXTERNAL_TRAFFIC_POLICY | INTERNAL_TRAFFIC_POLICY) name ;
publishNotReady : PUBLISH_NOT_READY_ADDRESSES ;
trafficDistribution : TRAFFIC_DISTRIBUTION name ;
directReturn : DSR ;

unknownServiceItem
  : ~(TYPE | CLUSTER_IP | SELECTOR | ENDPOINTS | PORT | EXTERNAL_IPS | LOAD_BALANCER_IP
      | LOAD_BALANCER_SOURCE_RANGES | EXTERNAL_NAME | SESSION_AFFINITY
      | EXTERNAL_TRAFFIC_POLICY | INTERNAL_TRAFFIC_POLICY | PUBLISH_NOT_READY_ADDRESSES
      | TRAFFIC_DISTRIBUTION | DSR | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// networkPolicy NAME { … }

policyBody : LBRACE policyItem? (end policyItem?)* RBRACE ;
policyItem : podSelector | policyTypes | policyRule | unknownPolicyItem ;
podSelector : POD_SELECTOR labelList? ;
policyTypes : POLICY_TYPES names ;
policyRule : (INGRESS | EGRESS) ruleBody ;

unknownPolicyItem
  : ~(POD_SELECTOR | POLICY_TYPES | INGRESS | EGRESS | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

ruleBody : LBRACE ruleItem? (end ruleItem?)* RBRACE ;
ruleItem : rulePeer | rulePorts | unknownRuleItem ;
rulePeer : (FROM | TO) peer ;
rulePorts : PORTS portMatch (COMMA NL* portMatch)* ;

peer
  : NAMESPACES labelList? podPeer?
  | podPeer
  | cidr (EXCEPT cidrs)?
  ;
podPeer : PODS labelList? ;

unknownRuleItem
  : ~(FROM | TO | PORTS | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// ingress NAME { … }

ingressBody : LBRACE ingressItem? (end ingressItem?)* RBRACE ;
ingressItem : ingressHost | ingressDefault | ingressTls | unknownIngressItem ;
ingressHost : HOST name hostBody ;
ingressDefault : DEFAULT ARROW serviceRef ;
ingressTls : TLS name FOR names ;

unknownIngressItem
  : ~(HOST | DEFAULT | TLS | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

hostBody : LBRACE hostItem? (end hostItem?)* RBRACE ;
hostItem : ingressPath | unknownHostItem ;
ingressPath : PATH (literal | string) name? ARROW serviceRef ;

unknownHostItem
  : ~(PATH | NL | SEMI | LBRACE | RBRACE) rest
  | anyBlock
  ;

// Values

names : name (COMMA NL* name)* ;
cidrs : cidr (COMMA NL* cidr)* ;
addresses : address (COMMA NL* address)* ;
labelList : label+ ;

name : literal | keyword ;
cidr : literal ;
address : literal ;
mask : literal ;
number : literal ;
portNumber : NUMERIC ;
portRange : literal ;
portMatch : literal | keyword ;
target : literal | keyword ;
duration : literal ;
serviceRef : literal | keyword ;
toggleValue : literal | keyword ;
label : LABEL STRING? ;
string : STRING ;
literal : WORD | NUMERIC | LABEL ;

// What no block knows: everything up to the end of the statement.

rest : (COMMA NL* | ~(NL | SEMI | LBRACE | RBRACE | COMMA))* anyBlock? ;
anyBlock : LBRACE (anyBlock | ~(LBRACE | RBRACE))* RBRACE ;

keyword
  : CLUSTER | SEGMENT | ROUTER | NODE | NODES | NAMESPACE | IMPORT | INCLUDE | ASSERT
  | REACHABLE | ISOLATED | CLUSTER_DOMAIN | POD_CIDR | NODE_MASK | SERVICE_CIDR | NODE_PORT_RANGE
  | NODE_PORT_ADDRESSES | BACKEND | WIRING | FABRIC | PROXY_MODE | DNS | INGRESS | MTU | MASQUERADE
  | MASQUERADE_ALL | LOCALHOST_NODE_PORTS | GATEWAY | CONNECTS | ROUTE_LIMIT | ADDRESS | FROM | DEV
  | LABELS | EXTERNAL_IP | ASN | UNSCHEDULABLE | POD | PODS | SERVICE | NETWORK_POLICY | ON | IP
  | NETWORK | SHARES | HOSTNAME | SUBDOMAIN | NODE_SELECTOR | CONTAINER | PORT | HOST_PORT | HOST_IP
  | COMMAND | TYPE | CLUSTER_IP | SELECTOR | ENDPOINTS | NODE_PORT | EXTERNAL_IPS
  | LOAD_BALANCER_IP | LOAD_BALANCER_SOURCE_RANGES | EXTERNAL_NAME | SESSION_AFFINITY
  | EXTERNAL_TRAFFIC_POLICY | INTERNAL_TRAFFIC_POLICY | PUBLISH_NOT_READY_ADDRESSES | TRAFFIC_DISTRIBUTION | DSR | POD_SELECTOR
  | POLICY_TYPES | EGRESS | TO | PORTS | NAMESPACES | EXCEPT | HOST | PATH | DEFAULT | TLS | FOR
  ;
