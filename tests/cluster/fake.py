# SPDX-License-Identifier: Apache-2.0
"""Nodes without machines: kwok plays the kubelet for thousands of pods, and runs on them end when they are told to.

A pod that is put on such a node runs at once; one that is deleted becomes Failed, as when a kubelet has stopped it, and then goes.
Its finalizers are left to whoever has set them.
"""
import json
import time

import case
from node import Failed, wait_until

NODES = 10
LABEL = "mpicc.test/fake"


def stage(name, kind, conditions, **then):
    """When all `conditions`, (jq expression, operator, value…), hold of an object of that kind, `then` is done to it."""
    expressions = [{"key": key, "operator": operator, **({"values": values} if values else {})} for key, operator, *values in conditions]
    return {"apiVersion": "kwok.x-k8s.io/v1alpha1", "kind": "Stage", "metadata": {"name": name}, "spec": {
        "resourceRef": {"apiGroup": "v1", "kind": kind}, "selector": {"matchExpressions": expressions}, "next": then}}


def containers(ready, state):
    return f'''containerStatuses:
{{{{ range .spec.containers }}}}
- {{name: {{{{ .name | Quote }}}}, image: {{{{ .image | Quote }}}}, imageID: "", ready: {ready}, restartCount: 0, state: {state}}}
{{{{ end }}}}
'''


NOW = '{{ Now | Quote }}'
READY = '.status.conditions.[] | select(.type == "Ready") | .status'
ALIVE, DELETED = (".metadata.deletionTimestamp", "DoesNotExist"), (".metadata.deletionTimestamp", "Exists")
FINISHED = ("Succeeded", "Failed")
STAGES = (
    stage("node-ready", "Node", [(READY, "NotIn", "True")], statusTemplate=f'''
conditions:
- {{type: Ready, status: "True", reason: Fake, lastHeartbeatTime: {NOW}, lastTransitionTime: {NOW}}}
allocatable: {{cpu: 1k, memory: 1Ti, pods: 1M}}
capacity: {{cpu: 1k, memory: 1Ti, pods: 1M}}
'''),
    stage("pod-runs", "Pod", [ALIVE, (".status.phase", "In", "Pending")], statusTemplate=f'''
phase: Running
startTime: {NOW}
conditions:
- {{type: Ready, status: "True", lastTransitionTime: {NOW}}}
''' + containers("true", f"{{running: {{startedAt: {NOW}}}}}")),
    stage("pod-stops", "Pod", [DELETED, (".status.phase", "NotIn", *FINISHED)], statusTemplate="phase: Failed\n" + containers(
        "false", f"{{terminated: {{exitCode: 143, reason: Error, startedAt: {NOW}, finishedAt: {NOW}}}}}")),
    stage("pod-goes", "Pod", [DELETED, (".status.phase", "In", *FINISHED), (".metadata.deletionGracePeriodSeconds == 0", "NotIn", "true")], delete=True))


def start_nodes(cluster):
    config = cluster.folder / "etc/kwok.yaml"
    config.write_text("\n---\n".join(json.dumps(document) for document in (
        {"apiVersion": "config.kwok.x-k8s.io/v1alpha1", "kind": "KwokConfiguration", "options": {
            "manageNodesWithLabelSelector": LABEL, "podPlayStageParallelism": 16, "nodePlayStageParallelism": 4, "podsOnNodeSyncParallelism": 1,
            "nodeLeaseDurationSeconds": 40, "nodeLeaseParallelism": 4}}, *STAGES)))
    cluster.start_process("kwok", cluster.bin / "kwok", "--kubeconfig", cluster.kubeconfig, "--config", config, "-v", "ERROR")
    case.cluster_apply(*({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node_name(i), "labels": {LABEL: "true"}},
                          "spec": {"taints": [{"key": LABEL, "effect": "NoSchedule"}]}} for i in range(NODES)))

    def are_ready():
        cluster.check_processes()
        nodes = cluster.api(f"/api/v1/nodes?labelSelector={LABEL}")["items"]
        return all(any(c["type"] == "Ready" and c["status"] == "True" for c in node["status"].get("conditions", [])) for node in nodes)
    wait_until("the fake nodes are ready", are_ready)


def node_name(number):
    return f"fake-{number % NODES}"


class Connection:
    """To the apiserver, as its admin; it is kept, for thousands of requests, but not as long as the apiserver keeps one that is idle."""

    def __init__(self, cluster):
        self.connection = cluster.connection(seconds=60)
        self.last = 0

    def send(self, verb, path, body=None, content="application/json"):
        if time.monotonic() > self.last + 20:
            self.connection.close()
        self.last = time.monotonic()
        self.connection.request(verb, path, json.dumps(body) if body is not None else None, {"Content-Type": content})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Failed(f"{verb} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)

    def pods(self, namespace, selector="", fields="", limit=0):
        return self.send("GET", f"/api/v1/namespaces/{namespace}/pods?limit={limit}&labelSelector={selector}&fieldSelector={fields}")["items"]

    def is_none(self, namespace, selector="", fields=""):
        return not self.pods(namespace, selector, fields, limit=1)

    def end_pod(self, pod):
        """Its containers end with 0."""
        done = [{**status, "ready": False, "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}
                for status in pod["status"]["containerStatuses"]]
        self.send("PATCH", f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{pod['metadata']['name']}/status",
                  {"status": {"phase": "Succeeded", "containerStatuses": done}}, "application/merge-patch+json")


class Runs:
    """Jobs of compiled runs that differ in nothing but their names, on fake nodes. What no fake pod reads is left out."""
    NAME = "bench-0000"

    def __init__(self, cluster, namespace, workers):
        job = {"apiVersion": "mpicc.dev/v1", "kind": "MPIJob", "metadata": {"name": self.NAME, "namespace": namespace},
               "image": "example.com/pi", "mpi": "openmpi", "workers": workers, "clean": "Running", "run": "/pi"}
        manifests = case.compile_files({"job.yaml": job}, keys=None)
        printed = cluster.kubectl("create", "--dry-run=client", "-o", "json", "-f", "-", text=manifests)  # one after another
        objects = json.loads(f"[{printed}]".replace("\n}\n{\n", "\n},\n{\n"))
        self.path = f"/apis/batch/v1/namespaces/{namespace}/jobs"
        self.jobs = [json.dumps(item) for item in objects if item["kind"] == "Job"]

    def start(self, connection, number):
        for text in self.jobs:
            job = json.loads(text.replace(self.NAME, self.name(number)))
            job["spec"]["template"]["spec"]["nodeName"] = node_name(number)
            connection.send("POST", self.path, job)

    @staticmethod
    def name(number):
        return f"bench-{number:04}"
