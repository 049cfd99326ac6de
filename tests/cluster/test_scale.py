# SPDX-License-Identifier: Apache-2.0
"""Runs that end at once, on fake nodes: every worker of theirs goes, and nothing else does. MPICC_SCALE_RUNS says how many."""
import os
import time
import unittest

import case
import deployment
import fake
from node import wait_until

RUNS, WORKERS = int(os.environ.get("MPICC_SCALE_RUNS", "100")), 8
PATIENCE = 120 + RUNS // 2  # seconds
NONE = 0  # the number of a run that does not end


class Scale(case.ClusterTest):
    PODS, SECRETS, JOBS = "/api/v1/namespaces/{}/pods", "/api/v1/namespaces/{}/secrets", "/apis/batch/v1/namespaces/{}/jobs"

    @classmethod
    def setUpClass(cls):
        if not (case.cluster.bin / "kwok").exists():
            raise unittest.SkipTest("there is no kwok (tests/cluster/build kwok)")
        super().setUpClass()
        cls.connection = fake.Connection(case.cluster)
        fake.start_nodes(case.cluster)
        cls.set_pace(400 if RUNS > 100 else 200)
        deployment.start(case.cluster, deployment.install(case.cluster, cls.namespace), cls.namespace)

    @classmethod
    def tearDownClass(cls):
        """The namespace goes while there are still fake nodes that say that its pods have ended."""
        case.cluster.kubectl("delete", "namespace", cls.namespace, "--timeout=30s", check=False)
        for name in ("controller", "kwok"):
            case.cluster.stop_process(name)
        case.cluster.kubectl("delete", "nodes", "-l", fake.LABEL)
        cls.set_pace(20)

    @classmethod
    def set_pace(cls, requests):
        case.cluster.stop_process("manager")
        case.cluster.start_manager(requests)

    def list(self, path):
        return self.connection.send("GET", f"{path.format(self.namespace)}?limit=0")["items"]

    def names(self, path):
        return {item["metadata"]["name"] for item in self.list(path)}

    def pods(self, role):
        return self.connection.pods(self.namespace, f"mpicc.dev/role%3D{role}")

    def run_all(self):
        runs = fake.Runs(case.cluster, self.namespace, WORKERS)
        for number in range(RUNS + 1):
            runs.start(self.connection, number)
        wait_until("all pods run", lambda: len(self.connection.pods(self.namespace, fields="status.phase=Running")) == (RUNS + 1) * (WORKERS + 1), PATIENCE)

    def phases(self):
        return sorted(item["data"]["phase"] for item in self.list("/api/v1/namespaces/{}/configmaps")
                      if item["metadata"]["name"].endswith("-mpicc") and item["metadata"]["name"] != f"{fake.Runs.name(NONE)}-mpicc")

    def start_foreign(self, jobs):
        """A pod with the labels of a run's workers that no Job owns."""
        labels = next(job for job in jobs if job["metadata"]["labels"]["mpicc.dev/job"] == fake.Runs.name(1))["spec"]["template"]["metadata"]["labels"]
        security = {"runAsUser": 1000, "runAsNonRoot": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
                    "seccompProfile": {"type": "RuntimeDefault"}}
        ours = {key: value for key, value in labels.items() if key.startswith("mpicc.dev/")}
        self.connection.send("POST", f"/api/v1/namespaces/{self.namespace}/pods", {
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "foreign", "labels": {**ours, "mpicc.dev/role": "worker"}},
            "spec": {"nodeName": fake.node_name(1), "containers": [{"name": "foreign", "image": case.IMAGE, "securityContext": security}]}})

    def rest(self):
        """Names of all that no run's end may take away."""
        kept = {self.PODS: {pod["metadata"]["name"] for pod in self.pods("launcher")}, self.JOBS: self.names(self.JOBS),
                self.SECRETS: {name for name in self.names(self.SECRETS) if not name.endswith("-ssh") or name.startswith(f"{fake.Runs.name(NONE)}-")}}
        kept[self.PODS] |= {pod["metadata"]["name"] for pod in self.pods("worker") if self.goes_on(pod)}
        return kept

    @staticmethod
    def goes_on(pod):
        return pod["metadata"]["name"].startswith((fake.Runs.name(NONE) + "-", "foreign"))

    def test_many_runs_end_at_once(self):
        self.run_all()
        self.start_foreign(self.list(self.JOBS))
        wait_until("there is a key for each run", lambda: len(self.names(self.SECRETS)) == RUNS + 1, PATIENCE)
        kept, begin = self.rest(), time.monotonic()
        self.assertEqual(len(kept[self.PODS]), RUNS + 1 + WORKERS + 1)
        for pod in self.pods("launcher"):
            if not self.goes_on(pod):
                self.connection.end_pod(pod)
        wait_until("the workers are gone", lambda: len(self.pods("worker")) <= WORKERS + 1, PATIENCE, pause=0.5)
        self.note(f"workers of {RUNS} runs gone after {time.monotonic() - begin:.1f} s")
        wait_until("the ledger has all runs", lambda: self.phases() == ["Succeeded"] * RUNS, PATIENCE)
        self.assertEqual({path: self.names(path) for path in kept}, kept)
