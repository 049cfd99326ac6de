# SPDX-License-Identifier: Apache-2.0
"""Fields that the compiler's tables call fixed are those that the apiserver lets nobody change."""
import json
import re
import unittest

import case
from case import REPOSITORY

LABELS = {"a": "1", "b": "2"}
POD = {"metadata": {"labels": LABELS}, "spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "x"}]}}
SERVICE_POD = {"metadata": {"labels": LABELS}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
SELECTOR = {"matchLabels": {"a": "1"}}
MORE = {"selector": {"matchLabels": {"b": "2"}}}  # still what the template has
CLAIM = {"accessModes": ["ReadWriteOnce"], "storageClassName": "slow", "volumeName": "pv", "resources": {"requests": {"storage": "1Gi"}}}
OTHER_SOURCE = {"kind": "PersistentVolumeClaim", "name": "other"}
ROLE = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}

# Plural, whether it lies in a namespace, the object, and {field: what changes it}. A field of its spec, unless "spec" is not among its members.
OBJECTS = {
    "Job": ("apis/batch/v1", "jobs", True,
            {"spec": {"suspend": True, "completionMode": "Indexed", "completions": 2, "backoffLimitPerIndex": 1, "template": POD}},
            {"backoffLimitPerIndex": 2, "completionMode": "NonIndexed", "managedBy": "example.com/other",
             "podFailurePolicy": {"rules": [{"action": "FailJob", "onExitCodes": {"operator": "In", "values": [1]}}]},
             "selector": SELECTOR, "successPolicy": {"rules": [{"succeededIndexes": "0"}]},
             "template": {"spec": {"terminationGracePeriodSeconds": 7}}}),
    "StatefulSet": ("apis/apps/v1", "statefulsets", True,
                    {"spec": {"replicas": 0, "serviceName": "s", "selector": SELECTOR, "template": SERVICE_POD}},
                    {"podManagementPolicy": "Parallel", "serviceName": "t", **MORE,
                     "volumeClaimTemplates": [{"metadata": {"name": "v"}, "spec": CLAIM}]}),
    "DaemonSet": ("apis/apps/v1", "daemonsets", True,
                  {"spec": {"selector": SELECTOR, "template": {**SERVICE_POD, "spec": {**SERVICE_POD["spec"], "nodeSelector": {"no": "node"}}}}},
                  MORE),
    "Deployment": ("apis/apps/v1", "deployments", True, {"spec": {"replicas": 0, "selector": SELECTOR, "template": SERVICE_POD}}, MORE),
    "ReplicaSet": ("apis/apps/v1", "replicasets", True, {"spec": {"replicas": 0, "selector": SELECTOR, "template": SERVICE_POD}}, MORE),
    "PersistentVolumeClaim": ("api/v1", "persistentvolumeclaims", True, {"spec": CLAIM},
                              {"accessModes": ["ReadOnlyMany"], "dataSource": OTHER_SOURCE, "dataSourceRef": OTHER_SOURCE,
                               "selector": SELECTOR, "storageClassName": "fast", "volumeMode": "Block", "volumeName": "other"}),
    "Secret": ("api/v1", "secrets", True, {"type": "Opaque"}, {"type": "example.com/other"}),
    "Service": ("api/v1", "services", True, {"spec": {"clusterIP": "None", "selector": LABELS, "ports": [{"port": 80}]}}, {"clusterIP": "10.96.0.77"}),
    "ClusterRoleBinding": ("apis/rbac.authorization.k8s.io/v1", "clusterrolebindings", False, {"roleRef": ROLE},
                           {"roleRef": {**ROLE, "name": "edit"}}),
    "RoleBinding": ("apis/rbac.authorization.k8s.io/v1", "rolebindings", True, {"roleRef": ROLE}, {"roleRef": {**ROLE, "name": "edit"}}),
    "PriorityClass": ("apis/scheduling.k8s.io/v1", "priorityclasses", False, {"value": 1}, {"value": 2, "preemptionPolicy": "Never"}),
    "IngressClass": ("apis/networking.k8s.io/v1", "ingressclasses", False, {"spec": {"controller": "example.com/a"}},
                     {"controller": "example.com/b"}),
}
TYPE, ROW = re.compile(r"TYPE\((\w+),"), re.compile(r"ROW\((\w+), .*, [12]\)$")


def table_rows():
    """{(type, field)} of the rows that are fixed."""
    found, owner = set(), None
    for line in (REPOSITORY / "compiler/schema/kubernetes_types.def").read_text().splitlines():
        if match := TYPE.match(line):
            owner = match[1]
        elif match := ROW.match(line):
            found.add((owner, match[1]))
    return found


class Fixed(unittest.TestCase):
    def request(self, method, path, body=None, form="application/json"):
        connection = case.cluster.connection(seconds=20)
        connection.request(method, path, json.dumps(body), {"Content-Type": form})
        answer = connection.getresponse()
        text = json.loads(answer.read())
        connection.close()
        return answer.status, text.get("message", "")

    def check(self, kind):
        group, plural, in_namespace, members, changes = OBJECTS[kind]
        folder = f"/{group}/{'namespaces/default/' if in_namespace else ''}{plural}"
        version = group.split("/", 1)[1]
        self.assertEqual(self.request("POST", folder, {"apiVersion": version, "kind": kind, "metadata": {"name": "fixed"}, **members})[0], 201)
        self.addCleanup(self.request, "DELETE", f"{folder}/fixed")
        for field, value in changes.items():
            with self.subTest(kind=kind, field=field):
                patch = {"spec": {field: value}} if "spec" in members else {field: value}
                status, message = self.request("PATCH", f"{folder}/fixed?dryRun=All", patch, "application/merge-patch+json")
                self.assertEqual(status, 422, message)
                self.assertRegex(message, r"immutable|may not change|may not be changed|cannot change|forbidden|Forbidden")

    def test_each_fixed_field_is_refused(self):
        for kind in OBJECTS:
            self.check(kind)

    def test_each_fixed_field_of_the_tables_is_among_them(self):
        ours = {(f"{kind}Spec" if "spec" in members else kind, field) for kind, (*_, members, changes) in OBJECTS.items() for field in changes}
        self.assertEqual(ours, table_rows())


if __name__ == "__main__":
    unittest.main()
