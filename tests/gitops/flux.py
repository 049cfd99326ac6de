# SPDX-License-Identifier: Apache-2.0
"""Flux, of which two controllers are needed, as processes of the node; repositories are followed as the files of examples/gitops/flux say."""
import collections
import json
import time
import unittest

import case
import git_server
from node import wait_until

NAMESPACE = "flux-system"
STORAGE = "127.0.0.1:9790"
EXAMPLES = case.REPOSITORY / "examples/gitops/flux"
SOURCE = f"/apis/source.toolkit.fluxcd.io/v1/namespaces/{NAMESPACE}/gitrepositories"
KUSTOMIZATION = f"/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/{NAMESPACE}/kustomizations"

# What a user sees of a followed folder: is all well, what is said about it, and of which commit.
State = collections.namedtuple("State", "ready message revision")


def condition(thing, kind):
    return next((c for c in thing.get("status", {}).get("conditions", []) if c["type"] == kind), {"status": "Unknown", "message": ""})


class Flux:
    """`wait`: as examples/gitops/flux/jobs-wait.yaml has it, whose header says what that needs."""
    SECONDS = 5  # between two looks of its own

    def __init__(self, cluster, wait=False):
        self.cluster, self.followed, self.token = cluster, {}, 0
        self.file, self.gates = (EXAMPLES / "jobs-wait.yaml", ["CancelHealthCheckOnNewRevision=true"]) if wait else (EXAMPLES / "jobs.yaml", [])
        for name in ("source-controller", "kustomize-controller"):
            if not (cluster.bin / name).exists():
                raise unittest.SkipTest(f"{name} is not built")

    def start(self):
        """Also on a cluster that knows nothing of it any more."""
        for name in ("source-controller", "kustomize-controller"):
            self.cluster.kubectl("apply", "--server-side", *(word for path in sorted((self.cluster.bin.parent / name).glob("*.yaml")) for word in ("-f", path)))
        self.cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
        case.cluster_apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        storage = self.cluster.folder / "flux"
        storage.mkdir(exist_ok=True)
        self.start_controller("source-controller", 8081, "--storage-path", storage, "--storage-addr", STORAGE, "--storage-adv-addr", STORAGE)
        self.start_controller("kustomize-controller", 8083, *(f"--feature-gates={gate}" for gate in self.gates))

    def start_controller(self, name, port, *options):
        self.cluster.start_process(name, self.cluster.bin / name, "--metrics-addr", f"127.0.0.1:{port}", "--health-addr", f"127.0.0.1:{port + 1}",
                                   "--log-level", "error", *options,
                                   environment={"KUBECONFIG": str(self.cluster.kubeconfig), "RUNTIME_NAMESPACE": NAMESPACE})

    def stop(self):
        for name in ("kustomize-controller", "source-controller"):
            self.cluster.stop_process(name)

    def example(self):
        printed = self.cluster.kubectl("create", "--dry-run=client", "-o", "json", "-f", self.file)
        return json.loads(f"[{printed}]".replace("\n}\n{\n", "\n},\n{\n"))

    def follow(self, name, repository_url, branch, path, namespace):
        """A folder of a branch. Manifests say their namespaces, so `namespace` is for tools that want to be told."""
        source, folder = self.example()
        source["metadata"]["name"] = folder["metadata"]["name"] = folder["spec"]["sourceRef"]["name"] = name
        source["spec"].update(url=repository_url, ref={"branch": branch}, interval=f"{self.SECONDS}s")
        folder["spec"].update(path=f"./{path}", interval=f"{self.SECONDS}s")
        case.cluster_apply(source, folder)
        self.followed[name] = (repository_url, branch)

    def get(self, kind, name):
        return self.cluster.api(f"{kind}/{name}")

    def ask(self, kind, name):
        """To look now; when it says that it has."""
        self.token += 1
        token = f"{time.time():.3f}-{self.token}"
        self.cluster.kubectl("annotate", "--overwrite", "-n", NAMESPACE, kind.rsplit("/", 1)[1], name, f"reconcile.fluxcd.io/requestedAt={token}")
        return lambda: self.get(kind, name).get("status", {}).get("lastHandledReconcileAt") == token

    def sync(self, name, seconds=60):
        """Look now, and wait until what the branch is at has been tried; well or not is state()'s."""
        revision = f"{self.followed[name][1]}@sha1:{git_server.tip(*self.followed[name])}"
        self.ask(SOURCE, name)
        wait_until(f"{name} is fetched", lambda: self.get(SOURCE, name)["status"]["artifact"]["revision"] == revision, seconds)
        asked = self.ask(KUSTOMIZATION, name)
        wait_until(f"{name} is applied", lambda: self.is_applied(self.get(KUSTOMIZATION, name), revision, asked), seconds)

    @staticmethod
    def is_applied(folder, revision, asked):
        """While Flux waits for what it has applied, it has not done yet what it was asked for."""
        if folder.get("status", {}).get("lastAttemptedRevision") != revision:
            return False
        return asked() or f"health checks for revision {revision}" in condition(folder, "Healthy")["message"]

    def state(self, name):
        folder = self.get(KUSTOMIZATION, name)
        ready = condition(folder, "Ready")
        return State(ready["status"] == "True", ready["message"], folder.get("status", {}).get("lastAppliedRevision", "").rpartition(":")[2])

    def forget(self, name, seconds=60):
        """Not to follow it any more; what was applied goes."""
        del self.followed[name]
        self.cluster.kubectl("delete", "kustomizations.kustomize.toolkit.fluxcd.io", name, "-n", NAMESPACE, f"--timeout={seconds}s")
        self.cluster.kubectl("delete", "gitrepositories.source.toolkit.fluxcd.io", name, "-n", NAMESPACE, f"--timeout={seconds}s")
