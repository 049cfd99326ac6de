# SPDX-License-Identifier: Apache-2.0
"""Argo CD on the node: its controllers as processes, Applications as a user writes them, and what a user sees of them.

There is no argocd-server: nothing here needs its API or its pages. `--persist-resource-health` puts into the Application what those would show.
"""
import collections
import json
import shutil
import unittest

import case
import git_server
from node import wait_until

SYSTEM = "argocd"
EXAMPLES = case.REPOSITORY / "examples/gitops/argo"
APPLICATIONS = f"/apis/argoproj.io/v1alpha1/namespaces/{SYSTEM}/applications"
REDIS, REPO_SERVER = "127.0.0.1:6379", "127.0.0.1:8081"
# The project that argocd-server makes at its first start.
PROJECT = {"apiVersion": "argoproj.io/v1alpha1", "kind": "AppProject", "metadata": {"name": "default", "namespace": SYSTEM}, "spec": {
    "sourceRepos": ["*"], "destinations": [{"server": "*", "namespace": "*"}], "clusterResourceWhitelist": [{"group": "*", "kind": "*"}]}}
PARTS = ("argocd-application-controller", "argocd-repo-server")
REFRESH = "argocd.argoproj.io/refresh"
FINALIZER = "resources-finalizer.argocd.argoproj.io"  # with it, what was applied goes when the Application does

# As it is shown: `message` has what Argo CD says of the Application as a whole and of each object that is not well.
State = collections.namedtuple("State", "ready message revision sync health")


def example(path):
    """The documents of a file, by kubectl, which knows YAML."""
    printed = case.cluster.kubectl("create", "--dry-run=client", "--validate=false", "-o", "json", "-f", path)
    return json.loads(f"[{printed}]".replace("\n}\n{\n", "\n},\n{\n"))


def messages(status):
    """What a person finds on the Application's page: its conditions, its last operation, its objects."""
    for condition in status.get("conditions", []):
        yield f"{condition['type']}: {condition['message']}"
    operation = status.get("operationState", {})
    if operation.get("phase") not in (None, "Succeeded"):
        yield f"{operation['phase']}: {operation.get('message', '')}"
    for one in status.get("resources", []):
        health = one.get("health", {})
        if health.get("status") not in (None, "Healthy") or one.get("status") != "Synced":
            yield f"{one['kind']} {one['name']}: {one.get('status')} {health.get('status', '')} {health.get('message', '')}".rstrip()


def state_of(application):
    status = application.get("status", {})
    sync, health = status.get("sync", {}), status.get("health", {}).get("status")
    return State(sync.get("status") == "Synced" and health == "Healthy", "\n".join(messages(status)), sync.get("revision"),
                 sync.get("status"), health)


class Argo:
    """`options` are syncOptions, `annotations` those of each Application."""
    SECONDS = 5  # between two looks of its own

    def __init__(self, cluster, options=(), annotations=None):
        self.cluster, self.folder = cluster, cluster.folder / "argo"
        self.options, self.annotations = options, annotations or {}
        if not (cluster.bin / "argo").exists():
            raise unittest.SkipTest("Argo CD is not built")
        if not shutil.which("redis-server"):
            raise unittest.SkipTest("there is no redis-server")

    # -- processes ----------------------------------------------------------------------------------------------------

    def environment(self, part):
        folder = {name: str(self.folder / name) for name in ("tls", "ssh", "plugins", "tmp")}
        return {"ARGOCD_BINARY_NAME": part, "ARGOCD_FAKE_IN_CLUSTER": "true", "KUBECONFIG": str(self.cluster.kubeconfig), "HOSTNAME": part,
                "ARGOCD_GPG_ENABLED": "false", "ARGOCD_TLS_DATA_PATH": folder["tls"], "ARGOCD_SSH_DATA_PATH": folder["ssh"],
                "ARGOCD_PLUGINSOCKFILEPATH": folder["plugins"], "TMPDIR": folder["tmp"], "ARGOCD_CMP_WORKDIR": folder["tmp"],
                "ARGOCD_ASK_PASS_SOCK": str(self.folder / "ask-pass.sock"), "HOME": str(self.folder)}

    def start_part(self, part, *options, environment=None):
        return self.cluster.start_process(part, self.cluster.bin / "argo", *options, environment={**self.environment(part), **(environment or {})})

    def start(self):
        """Also on a cluster that knows nothing of it any more."""
        for name in ("tls", "ssh", "plugins", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        manifests = self.cluster.bin.parent / "argo"
        case.cluster_apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": SYSTEM}})
        self.cluster.kubectl("apply", "--server-side", "-k", manifests / "crds")
        wait_until("the kinds are known", lambda: self.cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"))
        self.cluster.kubectl("apply", "-n", SYSTEM, "-k", manifests / "base/config")
        case.cluster_apply(PROJECT)
        self.cluster.kubectl("patch", "secret", "-n", SYSTEM, "argocd-secret", "-p", json.dumps({"stringData": {"server.secretkey": "unused"}}))
        self.cluster.start_process("redis", "redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self.folder)
        self.start_part("argocd-repo-server", "--disable-tls", "--redis", REDIS, "--address", "127.0.0.1", "--metrics-address", "127.0.0.1",
                        "--revision-cache-expiration", f"{self.SECONDS}s")
        self.start_part("argocd-application-controller", "--namespace", SYSTEM, "--repo-server", REPO_SERVER, "--repo-server-plaintext",
                        "--redis", REDIS, "--app-resync", self.SECONDS, "--app-resync-jitter", 0, "--persist-resource-health")

    def stop(self):
        for name in (*PARTS, "redis"):
            self.cluster.stop_process(name)

    # -- Applications -------------------------------------------------------------------------------------------------

    def follow(self, name, repository_url, branch, path, namespace):
        """A folder of a branch; `namespace` is for manifests that do not say theirs."""
        application, = example(EXAMPLES / "application.yaml")
        spec = application["spec"]
        application["metadata"].update(name=name, finalizers=[FINALIZER])
        application["metadata"]["annotations"].update(self.annotations)
        spec["source"].update(repoURL=repository_url, targetRevision=branch, path=path)
        spec["destination"].update(namespace=namespace)
        if self.options:
            spec["syncPolicy"]["syncOptions"] = list(self.options)
        case.cluster_apply(application)

    def application(self, name):
        return self.cluster.api(f"{APPLICATIONS}/{name}")

    def is_through(self, name, tip):
        """What the branch is at has been compared and is applied, or there is a reason why not."""
        application = self.application(name)
        status = application.get("status", {})
        operation = status.get("operationState", {})
        if REFRESH in application["metadata"].get("annotations", {}) or "operation" in application or operation.get("phase") == "Running":
            return False
        if any(c["type"].endswith("Error") for c in status.get("conditions", [])):
            return True
        failed = operation.get("phase") in ("Failed", "Error") and operation.get("syncResult", {}).get("revision") == tip
        return status["sync"].get("revision") == tip and (failed or status["sync"]["status"] == "Synced")

    def sync(self, name, seconds=60):
        """Look now, and wait until what the branch is at has been tried; well or not is state()'s."""
        source = self.application(name)["spec"]["source"]
        tip = git_server.tip(source["repoURL"], source["targetRevision"])
        self.refresh(name)
        wait_until(f"{name} is synced to {tip}", lambda: self.is_through(name, tip), seconds)

    def refresh(self, name, how="normal"):
        """`hard`: also forget what was made of this commit before, an error of a plugin for example."""
        self.cluster.kubectl("annotate", "--overwrite", "-n", SYSTEM, "applications.argoproj.io", name, f"{REFRESH}={how}")

    def state(self, name):
        return state_of(self.application(name))

    def forget(self, name, seconds=60):
        """Not to follow it any more; what was applied goes."""
        self.cluster.kubectl("delete", "applications.argoproj.io", name, "-n", SYSTEM, f"--timeout={seconds}s")
