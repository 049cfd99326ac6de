# SPDX-License-Identifier: Apache-2.0
"""What the apiserver says about who asked it for what, and when it had answered: its audit log."""
import collections
import datetime
import json

JOB_CONTROLLER = "system:serviceaccount:kube-system:job-controller"
OVER = {"SuccessCriteriaMet", "FailureTarget", "Complete", "Failed"}

# `over`: a Job's status was written that says how the Job ends. Times are seconds since 1970.
Entry = collections.namedtuple("Entry", "user verb resource namespace name code received answered over")


def policy(users):
    """Requests of `users`; and of the job controller what it writes about Jobs, and pods that it deletes."""
    return {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"], "omitManagedFields": True, "rules": [
        {"level": "Request", "users": [JOB_CONTROLLER], "resources": [{"group": "batch", "resources": ["jobs/status"]}]},
        {"level": "Metadata", "users": [JOB_CONTROLLER], "verbs": ["delete"], "resources": [{"group": "", "resources": ["pods"]}]},
        {"level": "Metadata", "users": list(users)},
        {"level": "None"}]}


def seconds(time):
    return datetime.datetime.fromisoformat(time).timestamp()


def is_over(line):
    conditions = line.get("requestObject", {}).get("status", {}).get("conditions") or []
    return any(c["type"] in OVER and c["status"] == "True" for c in conditions)


def read_entry(text):
    line = json.loads(text)
    target = line.get("objectRef", {})
    resource = "/".join(word for word in (target.get("resource", line["requestURI"]), target.get("subresource")) if word)
    return Entry(line["user"]["username"], line["verb"], resource, target.get("namespace"), target.get("name"),
                 line.get("responseStatus", {}).get("code"), seconds(line["requestReceivedTimestamp"]), seconds(line["stageTimestamp"]), is_over(line))


class Audit:
    def __init__(self, cluster, users):
        self.path, self.entries, self.at = cluster.folder / "log/audit", [], 0
        (cluster.folder / "etc/audit.json").write_text(json.dumps(policy(users)))
        self.options = ("--audit-policy-file", cluster.folder / "etc/audit.json", "--audit-log-path", self.path)

    def read(self):
        """All entries so far; a watch has one when it begins and one when it ends."""
        with open(self.path, "rb") as file:
            file.seek(self.at)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.at += len(line)
                self.entries.append(read_entry(line))
        return self.entries

    def between(self, user, begin, end):
        return [e for e in self.read() if e.user == user and begin <= e.received < end]

    def over(self, namespace):
        """{name: time} of Jobs that are over."""
        times = {}
        for e in self.read():
            if e.over and e.code == 200 and e.namespace == namespace:
                times.setdefault(e.name, e.answered)
        return times

    def deletes(self, namespace):
        """{name: (time, user)} of pods whose deletion was acknowledged."""
        times = {}
        for e in self.read():
            if e.verb == "delete" and e.resource == "pods" and e.code == 200 and e.namespace == namespace:
                times.setdefault(e.name, (e.answered, e.user))
        return times
