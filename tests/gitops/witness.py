# SPDX-License-Identifier: Apache-2.0
"""Sees every Job and pod that is ever in a namespace, however short it lives: the proof that nothing ran again."""
import collections
import json
import threading
import time

import node

Seen = collections.namedtuple("Seen", "kind name job run role")
PATHS = {"Job": "/apis/batch/v1/namespaces/{}/jobs", "Pod": "/api/v1/namespaces/{}/pods"}


def has_started(container):
    """One that never ran is said to be terminated too, when its pod is deleted, but to have started at no time."""
    return any(state.get("startedAt") for state in container["state"].values())


class Witness:
    def __init__(self, cluster, namespace):
        self.cluster, self.namespace = cluster, namespace
        self.seen, self.started, self.stopped = {}, set(), False
        for kind in PATHS:
            threading.Thread(target=self.follow, args=(kind,), daemon=True).start()

    def stop(self):
        self.stopped = True

    def follow(self, kind):
        while not self.stopped:
            try:
                self.watch(kind)
            except (OSError, ValueError, KeyError, node.http.client.HTTPException):
                time.sleep(0.2)

    def watch(self, kind):
        connection = self.cluster.connection(seconds=600)
        try:
            connection.request("GET", PATHS[kind].format(self.namespace) + "?watch=1&resourceVersion=0")
            for line in connection.getresponse():
                if self.stopped:
                    return
                self.note(kind, json.loads(line)["object"])
        finally:
            connection.close()

    def note(self, kind, thing):
        meta, labels = thing["metadata"], thing["metadata"].get("labels", {})
        self.seen[meta["uid"]] = Seen(kind, meta["name"], labels.get("mpicc.dev/job"), labels.get("mpicc.dev/run"), labels.get("mpicc.dev/role"))
        if any(has_started(container) for container in thing.get("status", {}).get("containerStatuses", [])):
            self.started.add(meta["uid"])

    def of(self, job, kind="Job", role=None):
        """Uids of all Jobs, or pods, that a job ever had."""
        return {uid for uid, seen in list(self.seen.items()) if seen.job == job and seen.kind == kind and role in (None, seen.role)}

    def runs(self, job):
        """Ids of all runs that a job ever had."""
        return {self.seen[uid].run for uid in self.of(job)}

    def launches(self, job):
        """Uids of all launcher pods that ever had a container running."""
        return self.of(job, "Pod", "launcher") & self.started
