# SPDX-License-Identifier: Apache-2.0
"""How a run starts: with workers that come late, with many, and how long it takes."""
import os
import pathlib
import time

import case
from case import ClusterTest
from node import wait_until

GATES = """
return function(objects)
  for _, object in ipairs(objects) do
    if object.kind == "Job" and object.metadata.labels["mpicc.dev/role"] == "worker" then
      object.spec.template.spec.schedulingGates = { { name = "example.com/late" } }
    end
  end
end
"""


def launcher_started(container):
    """When the first process of a container began, on the node's clock: a container's status knows whole seconds only."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            inside = folder.joinpath("status").read_text().split("NSpid:")[1].splitlines()[0].split()[-1] == "1"
            if inside and container in folder.joinpath("cgroup").read_text():
                ticks = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[19])
                return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + ticks / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue
    raise AssertionError(f"container {container} has no first process")


class Start(ClusterTest):
    def test_workers_that_appear_one_by_one(self):
        run = self.start(self.job("late", "openmpi5", hooks=["gates.lua"]), files={"gates.lua": GATES})
        wait_until("the launcher runs", lambda: run.launcher_pods()[0]["status"]["phase"] == "Running")
        for pod in sorted(run.pods("worker"), key=lambda pod: pod["metadata"]["name"]):
            time.sleep(6)
            self.assertIsNone(run.condition())
            case.cluster.kubectl("patch", "pod", "-n", self.namespace, pod["metadata"]["name"], "--type", "json", "-p",
                                 '[{"op": "remove", "path": "/spec/schedulingGates"}]')
        self.check_ranks(run)

    def test_many_workers_start_each_other(self):
        """More hosts than daemons start by themselves (64), so workers log in to workers, by their short names."""
        for mpi in ("openmpi4", "openmpi5"):
            with self.subTest(mpi):
                run = self.start(self.job(f"many-{mpi}", mpi, workers=66, slots=1, deadline="10m"))
                self.check_ranks(run, 66, seconds=600)

    def test_small_radix(self):
        env = {"OMPI_MCA_routed_radix": "2", "PRTE_MCA_rml_base_radix": "2"}
        for mpi in ("openmpi4", "openmpi5"):
            with self.subTest(mpi):
                self.check_ranks(self.start(self.job(f"radix-{mpi}", mpi, workers=7, slots=1, env=env)), 7)


class TimeToLaunch(ClusterTest):
    """From the start of the last container to the first rank; printed, not judged: machines differ."""

    def check_time(self, negative_seconds):
        case.cluster.start_resolver(negative_seconds)
        self.addCleanup(case.cluster.start_resolver)
        for name in ("first", "second", "third"):
            run = self.start(self.job(f"{name}-{negative_seconds}", "openmpi5", seconds=3))
            wait_until("ranks run", lambda: case.ranks_of(run.log()) if run.launcher_pods() else False, 100)
            container = run.launcher_pods()[0]["status"]["containerStatuses"][0]["containerID"].removeprefix("containerd://")
            launcher = launcher_started(container)
            ranks = self.check_ranks(run)
            seconds = min(rank.at for rank in ranks) - max(launcher, *(rank.started for rank in ranks))
            self.note(f"{seconds:.1f} s to the first rank")

    def test_names_remembered_missing_for_5_s(self):
        self.check_time(5)

    def test_names_remembered_missing_for_30_s(self):
        self.check_time(30)
