# SPDX-License-Identifier: Apache-2.0
"""mpicc-controller as a process, and one run on a fake apiserver that goes its way as Kubernetes would have it."""
import asyncio
import os
import signal
import socket
import time
import urllib.request

import fake_apiserver

WORKERS = 2
RUN = "rmt9czhg"
LABELS = {"mpicc.dev/job": "pi", "mpicc.dev/run": RUN}
LAUNCHER, WORKER = f"pi-{RUN}-launcher", f"pi-{RUN}-worker"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Controller:
    """One identity through all its processes, so that the lease of one that was killed is its successor's."""

    def __init__(self, program, apiserver, environment=None, prefix=()):
        self.command, self.apiserver, self.process = (*prefix, program), apiserver, None
        self.listen = f"127.0.0.1:{free_port()}"
        self.starts = 0
        self.environment = {**os.environ, **(environment or {})}
        self.log = apiserver.kubeconfig.with_suffix(".log")

    async def start(self):
        self.starts += 1
        with open(self.log, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, "--kubeconfig", str(self.apiserver.kubeconfig), "--identity", "test", "--listen", self.listen,
                stdout=log, stderr=log, env=self.environment)

    def works(self):
        """The process that was started last has got as far as to look at runs."""
        return self.log.read_text().count("work begins") == self.starts

    def kill(self):
        self.process.kill()

    async def end(self):
        """Its exit code, asked to end in order."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 30)

    def status(self):
        """{name: number} of what /proc says of its memory, in KiB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return {line.split(":")[0]: int(line.split()[1]) for line in file if line.startswith(("VmRSS", "RssAnon", "VmHWM"))}

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            words = file.read().rsplit(") ", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    async def metrics(self):
        def fetch():
            with urllib.request.urlopen(f"http://{self.listen}/metrics", timeout=20) as answer:
                return answer.read().decode()
        lines = (await asyncio.to_thread(fetch)).splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


async def until(what, true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        await asyncio.sleep(0.02)


def job(name, role, workers, **annotations):
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "labels": {**LABELS, "mpicc.dev/role": role}, "annotations": annotations},
            "spec": {"parallelism": workers, "completions": workers}, "status": {}}


def pod(name, role, owner):
    owners = [{"apiVersion": "batch/v1", "kind": "Job", "name": owner["metadata"]["name"], "uid": owner["metadata"]["uid"], "controller": True}] if owner else []
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {**LABELS, "mpicc.dev/role": role}, "ownerReferences": owners},
            "spec": {}, "status": {"phase": "Pending"}}


def running():
    since = fake_apiserver.now()
    return {"phase": "Running", "startTime": since, "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": since}],
            "containerStatuses": [{"name": "mpi", "ready": True, "state": {"running": {"startedAt": since}}}]}


class Life:
    """The objects of a run, and what job controller and kubelet do to them."""

    def __init__(self, apiserver):
        self.api = apiserver
        launcher = apiserver.create("jobs", job(LAUNCHER, "launcher", 1, **{
            "mpicc.dev/keys": "controller", "mpicc.dev/clean-pod-policy": "Running"}))
        worker = apiserver.create("jobs", job(WORKER, "worker", WORKERS))
        apiserver.create("pods", pod("launcher", "launcher", launcher))
        for number in range(WORKERS):
            apiserver.create("pods", pod(f"worker-{number}", "worker", worker))
        apiserver.create("pods", pod("stranger", "worker", None))

    @property
    def worker(self):
        return self.api.objects["jobs"][WORKER]

    def set_running(self):
        for thing in list(self.api.objects["pods"].values()):
            thing["status"] = running()
            self.api.put("pods", thing)

    def finish(self):
        """The launcher has done its work."""
        thing = self.api.objects["jobs"][LAUNCHER]
        thing["status"] = {"conditions": [{"type": kind, "status": "True", "reason": "CompletionsReached", "lastTransitionTime": fake_apiserver.now()}
                                          for kind in ("SuccessCriteriaMet", "Complete")]}
        self.api.put("jobs", thing)
        launcher = self.api.objects["pods"]["launcher"]
        launcher["status"]["phase"] = "Succeeded"
        self.api.put("pods", launcher)

    def ledger(self):
        return self.api.objects["configmaps"].get("pi-mpicc", {}).get("data", {}).get("ledger", "")

    def is_cleaned(self):
        return not any(name.startswith("worker-") for name in self.api.objects["pods"]) and not self.api.objects["secrets"] and self.ledger()

    async def play(self):
        """To the end of all that is to happen."""
        await until("there is a key", lambda: self.api.objects["secrets"])
        self.set_running()
        await asyncio.sleep(0.3)
        self.finish()
        await until("all is cleaned and written down", self.is_cleaned, 90)
