# SPDX-License-Identifier: Apache-2.0
"""The controller as it is deployed: two pods of a static program in an empty image, with the rights and limits of deploy/base."""
import json
import pathlib
import subprocess
import sys
import tarfile
import time
import unittest

import case
from case import REPOSITORY, ClusterTest
from node import wait_until

sys.path.insert(0, str(pathlib.Path(__file__).parent / "image"))
import pack  # noqa: E402 the line above makes it importable

SYSTEM = "mpicc-system"


class Deployment(ClusterTest):
    @classmethod
    def setUpClass(cls):
        program = case.cluster.folder / "mpicc-controller"
        done = subprocess.run([REPOSITORY / "runtime-controller/deploy/build-static", program], capture_output=True, text=True)
        if done.returncode == 77:
            raise unittest.SkipTest(done.stdout.strip().rpartition("skipped, because ")[2])
        assert done.returncode == 0, done.stdout + done.stderr
        cls.import_image(program)
        super().setUpClass()
        deployment = case.cluster.kubectl("kustomize", REPOSITORY / "runtime-controller/deploy/base")
        deployment = deployment.replace("namespace: hpc\n", f"namespace: {cls.namespace}\n").replace("--namespace=hpc", f"--namespace={cls.namespace}")
        deployment = deployment.replace("image: ghcr.io/mpicc-yaml/mpicc-controller:0.1.0", "image: mpicc.test/mpicc-controller:1")
        case.cluster.kubectl("apply", "-f", "-", text=deployment)
        cls.size = program.stat().st_size

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        case.cluster.kubectl("delete", "namespace", SYSTEM, "--wait=true")

    @staticmethod
    def import_image(program):
        path, layers = case.cluster.folder / "controller.tar", []
        with tarfile.open(path, "w") as archive:
            layout = pack.Layout(archive)
            with layout.layer(layers) as content:
                pack.add_bytes(content, "mpicc-controller", program.read_bytes(), 0o755)
            layout.image("mpicc-controller", layers, ["/mpicc-controller"], entrypoint=True)
            layout.finish()
        case.cluster.ctr("images", "import", path)

    def controllers(self):
        return case.cluster.api(f"/api/v1/namespaces/{SYSTEM}/pods?labelSelector=app.kubernetes.io/name%3Dmpicc-controller")["items"]

    def are_ready(self):
        ready = [pod for pod in self.controllers() if "deletionTimestamp" not in pod["metadata"] and any(
            c["type"] == "Ready" and c["status"] == "True" for c in pod["status"].get("conditions", []))]
        return len(ready) == 2

    def leader(self):
        return case.cluster.api(f"/apis/coordination.k8s.io/v1/namespaces/{SYSTEM}/leases/mpicc-controller")["spec"].get("holderIdentity", "")

    def memory(self):
        """Resident kilobytes of each controller."""
        sizes = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if folder.joinpath("comm").read_text().strip() == "mpicc-controlle":
                    sizes += [int(line.split()[1]) for line in folder.joinpath("status").read_text().splitlines() if line.startswith("VmRSS")]
            except OSError:
                continue
        return sizes

    def test_runs_are_cleaned_and_the_other_takes_over(self):
        try:
            wait_until("both controllers are ready", self.are_ready, 60)
        except Exception as failure:
            logs = [case.cluster.kubectl("logs", "-n", SYSTEM, pod["metadata"]["name"], check=False)[-600:] for pod in self.controllers()]
            self.fail(f"{failure}\n{json.dumps([pod['status'] for pod in self.controllers()])}\n{logs}")
        sizes = self.memory()
        self.note(f"the program has {self.size / 2 ** 20:.1f} MiB, its processes {' and '.join(f'{kb / 1024:.1f} MiB' for kb in sizes)} resident")
        self.check_a_run("first")
        leader = self.leader()
        pod = next(p["metadata"]["name"] for p in self.controllers() if leader.startswith(p["metadata"]["name"]))
        case.cluster.kubectl("delete", "pod", "-n", SYSTEM, pod)
        begin = time.monotonic()
        wait_until("the other one leads", lambda: self.leader() not in ("", leader), 30)
        self.note(f"handed over within {time.monotonic() - begin:.1f} s")
        self.check_a_run("second")

    def check_a_run(self, name):
        run = self.start(self.job(name, "openmpi5"), keys=None)
        self.check_ranks(run)
        wait_until("the workers are gone", lambda: not run.pods("worker") and run.condition("worker") == "Complete", 30)
