# SPDX-License-Identifier: Apache-2.0
"""The loop that the compiler is made for: compile, push, sync, run, finish, and nothing runs twice. Written once, for every delivery tool.

A tool is a class with these methods; flux.py has one of them:

  start(), stop()                                     its programs, on a cluster that may know nothing of it yet
  follow(name, url, branch, path, namespace)          applies a folder of a branch from now on
  sync(name)                                          looks now, and returns when it has tried to apply what the branch is at
  state(name)                                         (ready, message, revision), as its users see it
  forget(name)                                        follows no more; what was applied goes

Each test has a repository and a project of its own, and the tool follows both by the test's name. Jobs are compiled as a user would, without an
option about keys, so mpicc-controller runs with the rights of its deployment.
"""
import signal

import case
import deployment
import git_server
import project
import witness
from case import ClusterTest, Run
from node import wait_until

KINDS = ("/apis/batch/v1/jobs", "/api/v1/pods", "/api/v1/configmaps", "/api/v1/services", "/api/v1/secrets",
         "/apis/networking.k8s.io/v1/networkpolicies")


class LoopTest(ClusterTest):
    """Base of the classes of tests; a subclass says `make_tool`."""

    @classmethod
    def make_tool(cls):
        """The tool, not started yet; unittest.SkipTest when this machine has it not."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        cls.tool = cls.make_tool()
        super().setUpClass()
        cls.kubeconfig = deployment.install(case.cluster, cls.namespace)
        cls.start_controller()
        cls.addClassCleanup(lambda: cls.stop_controller())
        cls.git = git_server.GitServer(case.cluster.folder / "git" / cls.namespace)
        cls.addClassCleanup(cls.git.stop)
        cls.witness = witness.Witness(case.cluster, cls.namespace)
        cls.addClassCleanup(lambda: cls.witness.stop())
        cls.tool.start()
        cls.addClassCleanup(cls.tool.stop)

    @classmethod
    def start_controller(cls):
        deployment.start(case.cluster, cls.kubeconfig, cls.namespace)

    @classmethod
    def stop_controller(cls, how=signal.SIGTERM):
        case.cluster.stop_process("controller", how)

    def setUp(self):
        super().setUp()
        self.name = self.id().rpartition(".test_")[2].replace("_", "-")[:40].rstrip("-")
        self.url = self.git.create(self.name)
        self.project, self.followed = self.new_project("project"), []

    def new_project(self, name, **places):
        return project.Project(case.cluster.folder / "projects" / self.namespace / self.name / name, self.url, **places)

    def follow(self, name=None, path=project.PATH):
        name = name or self.name
        self.tool.follow(name, self.url, project.BRANCH, path, self.namespace)
        self.followed.append(name)
        self.addCleanup(self.tool.forget, name)

    def small(self, name, seconds=0, **fields):
        """A job of two ranks on two workers. Its name is the test's own, for all tests share a namespace."""
        return self.job(name, "openmpi4", seconds, **{"workers": 2, "slots": 1, **fields})

    def push(self, *jobs):
        """Writes these jobs, compiles all there are, and has the tool apply them; the commit."""
        self.project.write(*jobs)
        commit = self.project.compile()
        self.sync()
        return commit

    def sync(self):
        if self.name not in self.followed:
            self.follow()
        self.tool.sync(self.name)

    def run_of(self, name):
        return Run(self.namespace, name)

    def check_run(self, name):
        """It ran well, at its first try; its workers are gone and the ledger has it."""
        run = self.run_of(name)
        wait_until(f"{name} is there", lambda: run.job(), 30)
        self.check_ranks(run, 2)
        wait_until(f"the workers of {name} are gone", lambda: not run.pods("worker") and run.condition("worker"), 30)
        wait_until(f"the ledger has {name}", lambda: self.ledger(name)["phase"] == "Succeeded", 20)
        return run

    def ledger(self, name):
        return case.cluster.api(f"/api/v1/namespaces/{self.namespace}/configmaps/{name}-mpicc")["data"]

    def objects(self, name):
        """{(kind, name): uid} of what a job has in the cluster."""
        items = ((path, item["metadata"]) for path in KINDS for item in self.run_of(name).list(path))
        return {(path.rsplit("/", 1)[1], meta["name"]): meta["uid"] for path, meta in items}

    def check_settled(self, *names, syncs=5):
        """After more looks of the tool every object is the same one, and nothing came and went in between."""
        before, seen = {name: self.objects(name) for name in names}, dict(self.witness.seen)
        for _ in range(syncs):
            self.tool.sync(self.name)
        self.assertEqual({name: self.objects(name) for name in names}, before)
        new = [self.witness.seen[uid] for uid in self.witness.seen.keys() - seen.keys()]
        self.assertEqual([thing for thing in new if thing.job in names], [])

    def check_ready(self, commit):
        wait_until(f"{self.name} is well", lambda: self.tool.state(self.name).ready, 60)
        self.assertEqual(self.tool.state(self.name).revision, commit, self.tool.state(self.name))


class Loop:
    """The tests; mixed into a LoopTest."""

    def test_a_job_runs_once(self):
        commit = self.push(self.small("once"))
        self.check_run("once")
        self.check_ready(commit)
        self.check_settled("once")
        self.check_ready(commit)
        self.assertEqual(len(self.witness.launches("once")), 1)
