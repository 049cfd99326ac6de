# SPDX-License-Identifier: Apache-2.0
"""A fake apiserver full of runs: their objects are made when they are asked for, each as large as a real one, so that it costs nothing to have
80,000 pods. Runs are known by number; each has a launcher and workers that run."""
import json

import fake_apiserver
import program

ROLES = ("launcher", "worker")


def padding(size):
    """managedFields as Kubernetes writes them, as many as fill about `size` bytes."""
    fields = {f"f:field{i}": {"f:name": {}, "f:value": {}, "k:{\"type\":\"Ready\"}": {".": {}, "f:status": {}}} for i in range(size // 75)}
    return [{"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1", "time": fake_apiserver.now(), "fieldsType": "FieldsV1",
             "fieldsV1": {"f:status": fields}}]


class Crowd(fake_apiserver.Apiserver):
    """`jobs`: how many jobs the runs belong to, in turn; None: each to its own."""

    def __init__(self, folder, runs, workers=8, bytes_each=4000, jobs=None):
        super().__init__(folder)
        self.jobs = jobs
        self.runs, self.workers, self.since = runs, workers, fake_apiserver.now()
        self.job_text = self.template(program.job("NAME", "ROLE", workers, **{"mpicc.dev/keys": "controller", "mpicc.dev/clean-pod-policy": "Running"}), bytes_each)
        self.pod_text = self.template(program.pod("NAME", "ROLE", {"metadata": {"name": "OWNER", "uid": "JOB-UID"}}), bytes_each)
        self.over, self.ended = set(), set()  # runs whose launcher is done, and whose workers were told to end
        self.keys = 0

    def template(self, thing, size):
        thing["metadata"].update(namespace=fake_apiserver.NAMESPACE, uid="UID", resourceVersion="VERSION", creationTimestamp=self.since,
                                 managedFields=padding(size))
        thing["metadata"]["labels"].update({"mpicc.dev/job": "JOB", "mpicc.dev/run": "RUN"})
        thing["status"] = "STATUS"
        return json.dumps(thing, separators=(",", ":"))

    def names(self, number):
        return f"job-{number % self.jobs if self.jobs else number}", f"r{number:07}"

    def fill(self, text, number, role, suffix, status, version=None):
        job, run = self.names(number)
        name, owner = f"{job}-{run}-{suffix}", f"{job}-{run}-{role}"
        self.version += 1
        for word, value in (('"STATUS"', json.dumps(status)), ("JOB-UID", self.uid(owner)), ("UID", self.uid(name)), ("OWNER", owner), ("NAME", name),
                            ("VERSION", str(version or self.version)), ("ROLE", role), ("JOB", job), ("RUN", run)):
            text = text.replace(word, value)
        return text.encode()

    @staticmethod
    def uid(name):
        return f"{name:0>36}"[-36:]

    def job(self, number, role):
        ending = [{"type": "SuccessCriteriaMet", "status": "True", "reason": "CompletionsReached", "lastTransitionTime": self.since}]
        over = number in (self.over if role == "launcher" else self.ended)
        return self.fill(self.job_text, number, role, role, {"conditions": ending} if over else {"active": self.workers})

    def pod(self, number, index, status=None):
        """Of index -1: the launcher's."""
        role = ROLES[index >= 0]
        return self.fill(self.pod_text, number, role, f"{role}-{index}" if index >= 0 else role, status or program.running())

    def texts(self, resource):
        for number in range(self.runs):
            if resource == "jobs":
                yield from (self.job(number, role) for role in ROLES)
            else:
                yield from (self.pod(number, index) for index in range(-1, self.workers))

    def read(self, resource, name):
        if resource == "configmaps" and not name:
            return super().read(resource, name)
        return super().read(resource, name) if resource == "leases" else fake_apiserver.status(404, "NotFound")

    def write(self, verb, resource, name, part, thing):
        """Everything succeeds. What is written is shown to those who watch, and forgotten."""
        if resource == "leases":
            return super().write(verb, resource, name, part, thing)
        if resource == "secrets":
            self.keys += 1
        number = int(name.split("-")[2][1:]) if name and resource in fake_apiserver.WATCHED else None
        if resource == "jobs":
            self.ended.add(number)
            self.show("jobs", "MODIFIED", self.job(number, "worker"))
        elif verb == "DELETE":
            self.show("pods", "DELETED", self.pod(number, int(name.rsplit("-", 1)[1])))
        meta = {**thing.get("metadata", {}), "resourceVersion": str(self.version)}
        return 200 if verb != "POST" else 201, {**thing, "metadata": meta}

    def finish(self, number):
        self.over.add(number)
        self.show("jobs", "MODIFIED", self.job(number, "launcher"))
