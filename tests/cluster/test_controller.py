# SPDX-License-Identifier: Apache-2.0
"""The runtime controller, with the rights of its deployment, beside real runs: keys, clean-up, the ledger, and crashes of it."""
import json
import signal
import subprocess
import time

import case
import deployment
from case import ClusterTest
from node import wait_until


class Controller(ClusterTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kubeconfig = deployment.install(case.cluster, cls.namespace)

    def setUp(self):
        super().setUp()
        self.start_controller()
        self.addCleanup(self.stop_controller)

    def start_controller(self):
        deployment.start(case.cluster, self.kubeconfig, self.namespace)

    def stop_controller(self, how=signal.SIGTERM):
        case.cluster.stop_process("controller", how)

    def run_job(self, name, mpi="openmpi5", **fields):
        """Without a word about keys, so that the controller makes them."""
        return self.start(self.job(name, mpi, **fields), keys=None)

    def status(self, run):
        """What the controller keeps of a job."""
        return case.cluster.api(f"/api/v1/namespaces/{self.namespace}/configmaps/{run.name}-mpicc")["data"]

    def check_cleaned(self, run, worker_pods=0):
        wait_until("the workers are gone", lambda: len(run.pods("worker")) == worker_pods and run.condition("worker"), 30)
        self.assertEqual(run.condition("worker"), "Complete")
        wait_until("the ledger has the run", lambda: self.status(run)["phase"] == "Succeeded", 20)

    def test_a_run_with_no_options(self):
        run = self.run_job("plain", seconds=2)
        wait_until("there is a key", lambda: run.list("/api/v1/secrets"), 30)
        secret = run.list("/api/v1/secrets")[0]
        self.check_ranks(run)
        end = time.monotonic()
        self.check_cleaned(run)
        self.note(f"workers gone {time.monotonic() - end:.1f} s after the launcher")
        self.assertTrue(secret["immutable"])
        self.assertEqual([owner["kind"] for owner in secret["metadata"]["ownerReferences"]], ["Job"])
        wait_until("the key is gone", lambda: not run.list("/api/v1/secrets"), 30)

    def command(self, *words, status=0):
        """What a command that looks at the cluster prints."""
        done = subprocess.run([case.COMPILER, *words, "--kubeconfig", case.cluster.kubeconfig, "-n", self.namespace], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def test_a_run_that_fails(self):
        run = self.run_job("failing", run=["false"])
        self.check_end(run, "Failed")
        wait_until("the workers are gone", lambda: not run.pods("worker"), 30)
        wait_until("the ledger has the run", lambda: self.status(run)["phase"] == "Failed", 20)
        self.assertRegex(self.command("status", "failing", status=1), r"failing\s.*Failed")
        self.assertRegex(self.command("doctor", "failing", status=1), r"exit code|ended with|BackoffLimitExceeded")

    def test_commands_show_a_run(self):
        run = self.run_job("shown", seconds=5)
        wait_until("ranks run", lambda: case.ranks_of(run.log()) if run.launcher_pods() else False, 60)
        self.assertRegex(self.command("status"), r"shown\s.*Running\s.*3/3")
        self.assertEqual(len(case.ranks_of(self.command("logs", "shown"))), 6)
        self.check_ranks(run)
        self.check_cleaned(run)
        self.assertRegex(self.command("status"), r"shown\s.*Succeeded")

    def test_doctor_says_why_a_run_does_not_start(self):
        run = self.run_job("sick", image="mpicc.test/nothing:1")
        wait_until("images are missed", lambda: all("ImagePull" in json.dumps(pod["status"]) for pod in run.pods()) and len(run.pods()) == 4, 60)
        self.assertIn("mpicc.test/nothing:1", self.command("doctor", "sick", status=1))

    def test_policy_all(self):
        run = self.run_job("all", clean="All")
        self.check_end(run)
        wait_until("all pods are gone", lambda: not run.pods(), 30)

    def test_policy_none(self):
        run = self.run_job("none", clean="None")
        self.check_ranks(run)
        wait_until("the ledger has the run", lambda: self.status(run)["phase"] == "Succeeded", 20)
        self.assertEqual([pod["status"]["phase"] for pod in run.pods("worker")], ["Running"] * 3)
        self.assertIsNone(run.condition("worker"))

    def test_target_indexed(self):
        run = self.run_job("indexed", workers=2, launcher={"ranks": True}, target="indexed")
        self.check_ranks(run)
        wait_until("the ledger has the run", lambda: self.status(run)["phase"] == "Succeeded", 20)

    def test_a_run_that_comes_back_does_not_run_again(self):
        job = self.job("back", "openmpi5")
        run = self.start(job, keys=None)
        self.check_ranks(run)
        self.check_cleaned(run)
        first = run.job()["metadata"]["uid"]
        case.cluster.kubectl("delete", "jobs", "-n", self.namespace, "-l", "mpicc.dev/job=back", "--cascade=foreground")
        run = self.start(job, keys=None)
        self.assertNotEqual(run.job()["metadata"]["uid"], first)
        self.check_end(run)
        wait_until("its pods are gone", lambda: not [p for p in run.pods() if p["status"]["phase"] in ("Pending", "Running")], 60)
        self.assertEqual([case.ranks_of(run.log(pod)) for pod in run.launcher_pods()], [[]] * len(run.launcher_pods()))

    def test_killed_at_any_moment(self):
        """Dead for two seconds, again and again, from before the key until after the clean-up."""
        run = self.run_job("killed", seconds=6)
        for pause in (0.0, 0.3, 1.0, 2.0, 4.0):
            time.sleep(pause)
            self.stop_controller(signal.SIGKILL)
            time.sleep(0.5)
            self.start_controller()
        self.check_ranks(run)
        self.stop_controller(signal.SIGKILL)
        self.start_controller()
        wait_until("the workers are gone", lambda: not run.pods("worker") and run.condition("worker") == "Complete", 60)
        wait_until("the ledger has the run", lambda: self.status(run)["phase"] == "Succeeded", 60)

    def test_apiserver_restarts_in_mid_run(self):
        run = self.run_job("restart", seconds=15)
        wait_until("ranks run", lambda: case.ranks_of(run.log()) if run.launcher_pods() else False, 60)
        case.cluster.stop_process("apiserver", signal.SIGKILL)
        time.sleep(2)
        case.cluster.start_apiserver()
        wait_until("the apiserver is back", lambda: case.cluster.api("/version"))
        self.check_end(run)
        wait_until("the workers are gone", lambda: not run.pods("worker") and run.condition("worker") == "Complete", 60)
        self.assertIsNone(case.cluster.processes["controller"].poll(), "the controller ended")
        self.assertEqual(subprocess.run(["grep", "-c", "PRIVATE KEY", case.cluster.folder / "log/controller"], capture_output=True).returncode, 1)
