# SPDX-License-Identifier: Apache-2.0
"""Objects that are right, and all the ways to spoil them: wrong types, unknown and missing fields, values out of range."""
import copy

LABELS = {"app.kubernetes.io/name": "x"}
POD = {
    "metadata": {"labels": LABELS, "annotations": {"example.com/a": "b"}},
    "spec": {
        "restartPolicy": "Never", "terminationGracePeriodSeconds": 30, "activeDeadlineSeconds": 100, "dnsPolicy": "ClusterFirst",
        "nodeSelector": {"zone": "a"}, "serviceAccountName": "default", "automountServiceAccountToken": False,
        "enableServiceLinks": False, "schedulerName": "default-scheduler", "subdomain": "x", "setHostnameAsFQDN": False,
        "imagePullSecrets": [{"name": "registry"}],
        "hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a"]}],
        "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
                                       "labelSelector": {"matchLabels": LABELS}}],
        "affinity": {
            "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]}]}},
            "podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 1, "podAffinityTerm": {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": LABELS}}}]}},
        "securityContext": {"runAsUser": 1000, "runAsGroup": 1000, "fsGroup": 1000, "runAsNonRoot": True, "supplementalGroups": [4],
                            "seccompProfile": {"type": "RuntimeDefault"}, "fsGroupChangePolicy": "OnRootMismatch"},
        "volumes": [{"name": "a", "emptyDir": {"sizeLimit": "1Gi"}},
                    {"name": "c", "configMap": {"name": "c", "defaultMode": 292, "items": [{"key": "k", "path": "p", "mode": 292}]}},
                    {"name": "s", "secret": {"secretName": "s", "defaultMode": 256}},
                    {"name": "p", "persistentVolumeClaim": {"claimName": "p", "readOnly": True}},
                    {"name": "h", "hostPath": {"path": "/data", "type": "Directory"}},
                    {"name": "j", "projected": {"sources": [{"configMap": {"name": "c"}}]}}],
        "initContainers": [{"name": "i", "image": "i", "command": ["true"]}],
        "containers": [{
            "name": "x", "image": "x", "imagePullPolicy": "IfNotPresent", "command": ["a"], "args": ["b"], "workingDir": "/",
            "env": [{"name": "A", "value": "b"}, {"name": "S", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
                    {"name": "F", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
            "envFrom": [{"configMapRef": {"name": "c"}}],
            "ports": [{"name": "ssh", "containerPort": 2222, "protocol": "TCP"}],
            "resources": {"limits": {"cpu": "500m", "memory": "1Gi", "nvidia.com/gpu": 1}, "requests": {"cpu": "250m"}},
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "privileged": False},
            "volumeMounts": [{"name": "a", "mountPath": "/a", "readOnly": False, "subPath": "s"}],
            "livenessProbe": {"httpGet": {"path": "/", "port": 80, "scheme": "HTTP"}, "periodSeconds": 5, "initialDelaySeconds": 1},
            "readinessProbe": {"exec": {"command": ["true"]}, "timeoutSeconds": 1},
            "startupProbe": {"tcpSocket": {"port": "ssh"}, "failureThreshold": 3},
            "lifecycle": {"preStop": {"exec": {"command": ["true"]}}}, "terminationMessagePolicy": "File"}],
    },
}
JOB_SPEC = {
    "parallelism": 2, "completions": 2, "completionMode": "Indexed", "backoffLimit": 3, "activeDeadlineSeconds": 60,
    "suspend": False, "podReplacementPolicy": "Failed",
    "podFailurePolicy": {"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
                                   {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [1]}}]},
    "successPolicy": {"rules": [{"succeededIndexes": "0"}]}, "template": POD,
}


def named(version, kind, **fields):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "x", "namespace": "default", "labels": LABELS}, **fields}


OBJECTS = [
    named("batch/v1", "Job", spec=JOB_SPEC),
    named("batch/v1", "CronJob", spec={
        "schedule": "0 * * * *", "concurrencyPolicy": "Forbid", "suspend": True, "successfulJobsHistoryLimit": 1,
        "jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "x", "image": "x"}]}}}}}),
    named("v1", "Service", spec={
        "clusterIP": "None", "publishNotReadyAddresses": True, "selector": LABELS, "type": "ClusterIP",
        "ports": [{"name": "ssh", "port": 2222, "targetPort": "ssh", "protocol": "TCP"}, {"name": "web", "port": 80, "targetPort": 8080}]}),
    named("v1", "ConfigMap", data={"a": "b"}, binaryData={"c": "AAAA"}, immutable=True),
    named("v1", "Secret", data={"a": "YQ=="}, stringData={"b": "c"}, type="Opaque"),
    named("v1", "ServiceAccount", automountServiceAccountToken=False, imagePullSecrets=[{"name": "r"}]),
    named("v1", "PersistentVolumeClaim", spec={"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}},
                                              "storageClassName": "fast", "volumeMode": "Filesystem"}),
    named("networking.k8s.io/v1", "NetworkPolicy", spec={
        "podSelector": {"matchLabels": LABELS, "matchExpressions": [{"key": "a", "operator": "In", "values": ["b"]}]},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [{"podSelector": {"matchLabels": LABELS}}], "ports": [{"port": 22, "protocol": "TCP"}]}],
        "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}], "ports": [{"port": 53, "endPort": 54, "protocol": "UDP"}]}]}),
    named("policy/v1", "PodDisruptionBudget", spec={"minAvailable": "50%", "selector": {"matchLabels": LABELS}}),
    named("rbac.authorization.k8s.io/v1", "Role", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]),
    named("rbac.authorization.k8s.io/v1", "RoleBinding",
          roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "x"},
          subjects=[{"kind": "ServiceAccount", "name": "x", "namespace": "default"}]),
]
# Maps whose keys are the user's.
FREE = {"labels", "annotations", "matchLabels", "nodeSelector", "selector", "data", "binaryData", "stringData", "limits", "requests"}

# Values that have the right type: (kind, path, value).
VALUES = [
    ("Job", "spec.parallelism", -1), ("Job", "spec.backoffLimit", 3000000000), ("Job", "spec.completionMode", "indexed"),
    ("Job", "spec.podReplacementPolicy", "Never"), ("Job", "spec.template.spec.restartPolicy", "Always"),
    ("Job", "spec.template.spec.nodeSelector.zone", "a b"), ("Job", "spec.template.spec.activeDeadlineSeconds", 0),
    ("Job", "spec.template.spec.subdomain", "A_b"), ("Job", "spec.template.spec.tolerations.0.operator", "Is"),
    ("Job", "spec.template.spec.tolerations.0.effect", "noschedule"), ("Job", "spec.template.spec.tolerations.0.key", "a b"),
    ("Job", "spec.template.spec.topologySpreadConstraints.0.maxSkew", 0), ("Job", "spec.template.spec.containers.0.name", "X"),
    ("Job", "spec.template.spec.topologySpreadConstraints.0.whenUnsatisfiable", "Never"),
    ("Job", "spec.template.spec.containers.0.image", ""), ("Job", "spec.template.spec.containers.0.imagePullPolicy", "always"),
    ("Job", "spec.template.spec.containers.0.env.0.name", "A=B"), ("Job", "spec.template.spec.containers.0.ports.0.containerPort", 0),
    ("Job", "spec.template.spec.containers.0.ports.0.containerPort", 65536),
    ("Job", "spec.template.spec.containers.0.ports.0.name", "Not_a_port"),
    ("Job", "spec.template.spec.containers.0.ports.0.protocol", "tcp"),
    ("Job", "spec.template.spec.containers.0.resources.limits.memory", "1 GB"),
    ("Job", "spec.template.spec.containers.0.resources.limits.memory", "-1"),
    ("Job", "spec.template.spec.containers.0.resources.limits", {"gpu": 1}),
    ("Job", "spec.template.spec.containers.0.livenessProbe.periodSeconds", -1),
    ("Job", "spec.template.spec.containers.0.livenessProbe.httpGet.port", "a_b"),
    ("Job", "spec.template.spec.containers.0.livenessProbe.httpGet.port", 0),
    ("Job", "spec.template.spec.containers.0.livenessProbe.httpGet.scheme", "ftp"),
    ("Job", "spec.template.spec.containers.0.livenessProbe.exec", {"command": ["a"]}),
    ("Job", "spec.template.spec.containers.0.volumeMounts.0.subPath", "../a"),
    ("Job", "spec.template.spec.containers.0.volumeMounts.0.mountPath", ""),
    ("Job", "spec.template.spec.containers.0.env.0.valueFrom", {"fieldRef": {"fieldPath": "metadata.name"}}),
    ("Job", "spec.template.spec.containers.0.env.1.valueFrom.fieldRef", {"fieldPath": "metadata.name"}),
    ("Job", "spec.template.spec.containers.0.terminationMessagePolicy", "Log"),
    ("Job", "spec.template.spec.volumes.0.hostPath", {"path": "/a"}), ("Job", "spec.template.spec.volumes.0.name", "A"),
    ("Job", "spec.template.spec.volumes.1.configMap.defaultMode", 4096), ("Job", "spec.template.spec.volumes.4.hostPath.type", "Folder"),
    ("Job", "spec.template.spec.securityContext.runAsUser", -1), ("Job", "spec.template.spec.securityContext.fsGroup", 4294967296),
    ("Job", "spec.template.spec.securityContext.seccompProfile.type", "None"),
    ("Job", "spec.template.spec.securityContext.supplementalGroups", [-1]),
    ("Job", "spec.template.spec.dnsPolicy", "cluster"), ("Job", "spec.template.spec.containers", []),
    ("Job", "spec.template.metadata.labels", {"a b": "c"}), ("Job", "spec.template.metadata.annotations", {"a b": "c"}),
    ("Job", "spec.podFailurePolicy.rules.0.action", "Retry"), ("Job", "spec.podFailurePolicy.rules.1.onExitCodes.operator", "Is"),
    ("Job", "spec.podFailurePolicy.rules.1.onExitCodes.values", []), ("Job", "spec.successPolicy.rules", []),
    ("Job", "spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.weight", 101),
    ("CronJob", "spec.schedule", "every day"), ("CronJob", "spec.schedule", "61 * * * *"), ("CronJob", "spec.concurrencyPolicy", "Never"),
    ("Service", "spec.ports.0.port", 0), ("Service", "spec.ports.0.name", "A"), ("Service", "spec.type", "Headless"),
    ("Service", "spec.ports.1.targetPort", 70000), ("Service", "spec.ports.0.targetPort", "a_b"),
    ("Service", "spec.selector", {"a": "b c"}), ("Service", "metadata.labels", {"a": "-"}),
    ("Secret", "data.a", "no base64!"), ("ConfigMap", "binaryData.c", "A"),
    ("PersistentVolumeClaim", "spec.accessModes", ["Sometimes"]), ("PersistentVolumeClaim", "spec.volumeMode", "Disk"),
    ("Job", "spec.template.spec.hostAliases.0.ip", "10.0.0"), ("NetworkPolicy", "spec.egress.0.to.0.ipBlock.cidr", "10.0.0.0"),
    ("NetworkPolicy", "spec.egress.0.to.0.ipBlock.cidr", "10.0.0.0/40"), ("NetworkPolicy", "spec.egress.0.to.0.ipBlock.except", ["a/8"]),
    ("NetworkPolicy", "spec.policyTypes", ["Inbound"]), ("NetworkPolicy", "spec.egress.0.ports.0.port", 0),
    ("NetworkPolicy", "spec.podSelector.matchExpressions.0.operator", "Is"),
    ("PodDisruptionBudget", "spec.minAvailable", "half"), ("PodDisruptionBudget", "spec.maxUnavailable", 1),
    ("Role", "rules.0.verbs", []),
]


def steps(path):
    return [int(part) if part.isdigit() else part for part in path.split(".")]


def put(tree, path, value):
    for part in path[:-1]:
        tree = tree[part]
    tree[path[-1]] = value


def nodes(tree, path=()):
    """Every node below the object's type, with its path."""
    if path and path[0] not in ("apiVersion", "kind") and path != ("metadata", "name") and path != ("metadata", "namespace"):
        yield path, tree
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in members:
        yield from nodes(value, (*path, key))


def other_types(value):
    if isinstance(value, bool):
        return ["yes", 1]
    if isinstance(value, int):
        return ["x y", True, 1.5]
    if isinstance(value, str):
        return [True, {"a": "b"}]
    return [["x"]] if isinstance(value, dict) else [{"x": "y"}, "x"]


def spoiled():
    """Yields (what was done, object)."""
    for base in OBJECTS:
        kind = base["kind"]
        yield f"{kind}", copy.deepcopy(base)
        for path, value in nodes(base):
            where = f"{kind} {'.'.join(map(str, path))}"
            for other in other_types(value):
                new = copy.deepcopy(base)
                put(new, path, other)
                yield f"{where} = {other!r}", new
            if isinstance(value, dict) and path[-1] not in FREE:
                new = copy.deepcopy(base)
                put(new, (*path, "bogus"), "x")
                yield f"{where}.bogus", new
            if isinstance(path[-1], str):
                new = copy.deepcopy(base)
                parent = new
                for part in path[:-1]:
                    parent = parent[part]
                del parent[path[-1]]
                if parent or len(path) == 1:
                    yield f"{where} removed", new
        for name, path, value in VALUES:
            if name == kind:
                new = copy.deepcopy(base)
                put(new, steps(path), value)
                yield f"{kind} {path} = {value!r}", new
