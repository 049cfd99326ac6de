# SPDX-License-Identifier: Apache-2.0
"""What goes wrong in a run: lost workers, and workers that never come."""
import case
from case import MPIS, ClusterTest
from node import wait_until

NOT_THERE = {"pod": {"containers": [{"name": "mpi", "image": "mpicc.test/nothing:1"}]}}


class Failures(ClusterTest):
    def start_and_lose(self, job, worker=1):
        """Deletes a worker's pod, as a drained node does, while ranks run."""
        run = self.start(job)
        wait_until("ranks run", lambda: case.ranks_of(run.log()) if run.launcher_pods() else False, 60)
        lost = run.hosts()[worker][0]
        pod = next(pod["metadata"]["name"] for pod in run.pods("worker") if pod["metadata"]["name"].startswith(lost))
        case.cluster.kubectl("delete", "pod", "-n", self.namespace, pod, "--wait=false")
        return run

    def check_recovers(self, mpi):
        run = self.start_and_lose(self.job(f"again-{mpi}", mpi, seconds=8, retries=2))
        self.check_ranks(run, tries=2)

    def check_fails(self, name, mpi, worker=1, **fields):
        run = self.start_and_lose(self.job(name, mpi, seconds=20, **fields), worker)
        self.check_end(run, "Failed")
        self.assertEqual(len(run.launcher_pods()), 1)
        log = run.log()
        self.assertNotIn("\npi ", log)
        # Without retries the loss of one worker ends the worker Job, and so all of them: which one is missed first is a matter of chance.
        # MPICH's Hydra now and then names none, only that the connection to its proxies is closed.
        told = "|".join([*(host for host, _ in run.hosts()), r"mpiexec@.* process manager error"])
        self.assertRegex(case.RANK.sub("", log), told, "the log does not tell that a worker was lost")

    def check_never(self, mpi):
        """What the launcher waits for has a name from the start, but no sshd."""
        run = self.start(self.job(f"never-{mpi}", mpi, worker=NOT_THERE, workers=1, startDeadline="20s"))
        self.check_end(run, "Failed")
        self.assertRegex(run.log(), rf"mpicc: after 20 s these workers still do not answer: {run.hosts()[0][0]}\.")
        self.assertEqual(len(run.launcher_pods()), 1)

    def test_openmpi5_fails_when_a_worker_that_a_worker_started_is_lost(self):
        self.check_fails("nested", "openmpi5", worker=5, workers=6, slots=1, env={"PRTE_MCA_rml_base_radix": "2"})


for mpi in MPIS:
    setattr(Failures, f"test_{mpi}_recovers_from_a_lost_worker", lambda self, mpi=mpi: self.check_recovers(mpi))
    setattr(Failures, f"test_{mpi}_fails_without_retries", lambda self, mpi=mpi: self.check_fails(f"once-{mpi}", mpi))
    setattr(Failures, f"test_{mpi}_names_a_worker_that_never_starts", lambda self, mpi=mpi: self.check_never(mpi))
