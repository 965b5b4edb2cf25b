"""Clusters of any size, as podnet source and as what `kubectl get -o yaml` prints.

One cluster in three forms, all of which say the same nodes, services and endpoints:

  podnet  nodes, pods and services in podnet's own language, in one file
  yaml    nodes, pods and services as Kubernetes objects; only what these do not know is podnet source
  live    the same as a running cluster has them: with addresses, status and endpoint slices
"""
import ipaddress

FORMS = ("podnet", "yaml", "live")

# The pods of a service are spread as a scheduler would: the next service goes on where the last one ended.
POD_RANGE = ipaddress.ip_network("10.0.0.0/11")
SERVICE_RANGE = "172.20.0.0/16"
SEGMENT = "100.64.0.0/16"
FIRST_NODE = ipaddress.ip_address("100.64.1.1")


class Cluster:
    """What is generated: nodes × services × endpoints, and the choices that matter for the output."""

    def __init__(self, nodes, services, endpoints, backend="vxlan", proxy="iptables", node_ports=False):
        self.nodes, self.services, self.endpoints = nodes, services, endpoints
        self.backend, self.proxy, self.node_ports = backend, proxy, node_ports

    def __str__(self):
        return f"{self.nodes} × {self.services} × {self.endpoints}"

    def node(self, index):
        return f"n-{index % self.nodes + 1}"

    def node_address(self, index):
        return str(FIRST_NODE + index)

    def place(self, service, endpoint):
        """The index of the node that has this pod."""
        return (service * self.endpoints + endpoint) % self.nodes

    def pod_address(self, service, endpoint):
        number = service * self.endpoints + endpoint
        share = number % self.nodes
        return str(POD_RANGE.network_address + share * 256 + 2 + number // self.nodes)

    def files(self, form):
        """The input of a compile: names of files and their text, as pieces."""
        if form == "podnet":
            return {"cluster.podnet": [*_head(self), *_nodes(self), *_workloads(self)]}
        if form == "yaml":
            return {"cluster.podnet": _head(self), "objects.yaml": _documents(self)}
        if form == "live":
            return {"cluster.podnet": _head(self), "dump.yaml": _dump(self)}
        raise ValueError(f"no form {form}; there are {', '.join(FORMS)}")


def _head(cluster):
    gateway = str(ipaddress.ip_network(SEGMENT).network_address + 1)
    return [
        "cluster bench {\n",
        f"  podCIDR {POD_RANGE}\n",
        f"  serviceCIDR {SERVICE_RANGE}\n",
        f"  backend {cluster.backend}\n",
        f"  proxyMode {cluster.proxy}\n",
        "}\n",
        f"segment lan {SEGMENT} {{ gateway {gateway} }}\n",
    ]


def _nodes(cluster):
    for i in range(cluster.nodes):
        yield f"node {cluster.node(i)} {{ address {cluster.node_address(i)} dev eth0 }}\n"


def _workloads(cluster):
    yield "namespace default {\n"
    kind = "type NodePort; " if cluster.node_ports else ""
    for s in range(cluster.services):
        places = ", ".join(cluster.node(cluster.place(s, e)) for e in range(cluster.endpoints))
        yield f"  pods s{s} {cluster.endpoints} on {places} {{ labels app=s{s}; container c {{ port http 8080 }} }}\n"
        yield f"  service s{s} {{ {kind}selector app=s{s}; port http 80 -> http }}\n"
    yield "}\n"


def _node_object(cluster, i, indent):
    return _indented(
        f"""apiVersion: v1
kind: Node
metadata:
  name: {cluster.node(i)}
  labels:
    kubernetes.io/hostname: {cluster.node(i)}
spec:
  podCIDR: {POD_RANGE.network_address + i * 256}/24
  podCIDRs:
  - {POD_RANGE.network_address + i * 256}/24
status:
  addresses:
  - address: {cluster.node_address(i)}
    type: InternalIP
  - address: {cluster.node(i)}
    type: Hostname
""",
        indent,
    )


def _service_object(cluster, s, indent):
    return _indented(
        f"""apiVersion: v1
kind: Service
metadata:
  name: s{s}
  namespace: default
spec:
  type: {"NodePort" if cluster.node_ports else "ClusterIP"}
  selector:
    app: s{s}
  ports:
  - name: http
    port: 80
    protocol: TCP
    targetPort: http
""",
        indent,
    )


def _documents(cluster):
    """Objects as people write them: a Deployment for each service."""
    for i in range(cluster.nodes):
        yield _node_object(cluster, i, "") + "---\n"
    for s in range(cluster.services):
        yield f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: s{s}
  namespace: default
spec:
  replicas: {cluster.endpoints}
  selector:
    matchLabels:
      app: s{s}
  template:
    metadata:
      labels:
        app: s{s}
    spec:
      containers:
      - name: c
        image: registry.example/s{s}:1.0
        ports:
        - name: http
          containerPort: 8080
---
"""
        yield _service_object(cluster, s, "") + "---\n"


def _dump(cluster):
    """One List, as a running cluster's objects are printed."""
    yield "apiVersion: v1\nkind: List\nitems:\n"
    for i in range(cluster.nodes):
        yield _node_object(cluster, i, "  ")
    for s in range(cluster.services):
        for e in range(cluster.endpoints):
            yield _pod_object(cluster, s, e)
    for s in range(cluster.services):
        yield _service_object(cluster, s, "  ")
    for s in range(cluster.services):
        yield _slice_object(cluster, s)


def _pod_object(cluster, s, e):
    address = cluster.pod_address(s, e)
    node = cluster.place(s, e)
    return _indented(
        f"""apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: "2026-01-01T00:00:00Z"
  generateName: s{s}-5d59d67564-
  labels:
    app: s{s}
    pod-template-hash: 5d59d67564
  name: s{s}-5d59d67564-{e:05d}
  namespace: default
  ownerReferences:
  - apiVersion: apps/v1
    blockOwnerDeletion: true
    controller: true
    kind: ReplicaSet
    name: s{s}-5d59d67564
    uid: 0d1c83e6-3f0e-4f6e-9d44-{s * cluster.endpoints + e:012d}
  resourceVersion: "{1000 + s * cluster.endpoints + e}"
spec:
  containers:
  - image: registry.example/s{s}:1.0
    imagePullPolicy: IfNotPresent
    name: c
    ports:
    - containerPort: 8080
      name: http
      protocol: TCP
    resources: {{}}
    terminationMessagePath: /dev/termination-log
    terminationMessagePolicy: File
    volumeMounts:
    - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
      name: kube-api-access
      readOnly: true
  dnsPolicy: ClusterFirst
  nodeName: {cluster.node(node)}
  restartPolicy: Always
  schedulerName: default-scheduler
status:
  conditions:
  - lastProbeTime: null
    lastTransitionTime: "2026-01-01T00:00:10Z"
    status: "True"
    type: Ready
  hostIP: {cluster.node_address(node)}
  phase: Running
  podIP: {address}
  podIPs:
  - ip: {address}
""",
        "  ",
    )


def _slice_object(cluster, s):
    endpoints = "".join(
        f"""- addresses:
  - {cluster.pod_address(s, e)}
  conditions:
    ready: true
    serving: true
    terminating: false
  nodeName: {cluster.node(cluster.place(s, e))}
  targetRef:
    kind: Pod
    name: s{s}-5d59d67564-{e:05d}
    namespace: default
"""
        for e in range(cluster.endpoints)
    )
    return _indented(
        f"""addressType: IPv4
apiVersion: discovery.k8s.io/v1
endpoints:
{endpoints}kind: EndpointSlice
metadata:
  labels:
    kubernetes.io/service-name: s{s}
  name: s{s}-abcde
  namespace: default
ports:
- name: http
  port: 8080
  protocol: TCP
""",
        "  ",
    )


def _indented(text, indent):
    """An object's lines; as an item of a list the first begins with a dash."""
    if not indent:
        return text
    lines = text.splitlines(keepends=True)
    return "".join([f"- {lines[0]}", *(indent + line for line in lines[1:])])
