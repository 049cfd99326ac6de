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
import json
import signal

import case
import deployment
import git_server
import node
import project
import witness
from case import ClusterTest, Run
from node import wait_until

KINDS = ("/apis/batch/v1/jobs", "/api/v1/pods", "/api/v1/configmaps", "/api/v1/services", "/api/v1/secrets",
         "/apis/networking.k8s.io/v1/networkpolicies")


def is_ledger(item):
    """What the controller keeps of a job, which no run owns."""
    return item["metadata"]["name"].endswith("-mpicc")


class LoopTest(ClusterTest):
    """Base of the classes of tests; a subclass says `make_tool`."""

    @classmethod
    def make_tool(cls):
        """The tool, not started yet; unittest.SkipTest when this machine has it not."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        cls.tool = cls.make_tool()
        cls.install()
        cls.start_controller()
        cls.addClassCleanup(lambda: cls.stop_controller())
        cls.git = git_server.GitServer(case.cluster.folder / "git" / cls.namespace)
        cls.addClassCleanup(cls.git.stop)
        cls.witness = witness.Witness(case.cluster, cls.namespace)
        cls.addClassCleanup(lambda: cls.witness.stop())
        cls.tool.start()
        cls.addClassCleanup(cls.tool.stop)

    @classmethod
    def install(cls):
        """The namespace and the controller's rights there, as a new cluster gets them."""
        super().setUpClass()
        cls.kubeconfig = deployment.install(case.cluster, cls.namespace)

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
        wait_until(f"{name} is there", lambda: run.list("/apis/batch/v1/jobs", "launcher"), 30)
        self.check_ranks(run, 2)
        wait_until(f"the workers of {name} are gone", lambda: not run.pods("worker") and run.condition("worker"), 30)
        wait_until(f"the ledger has {name}", lambda: self.ledger(name)["phase"] == "Succeeded", 20)
        return run

    def wait_for_ranks(self, name):
        run = self.run_of(name)
        wait_until(f"ranks of {name} run", lambda: run.launcher_pods() and case.ranks_of(run.log()), 60)

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


class Core:
    """What each way to set up a tool must do; mixed into a LoopTest. `tells_failures`: the tool's state says when a job has failed."""
    tells_failures = True

    def test_a_job_runs_once(self):
        commit = self.push(self.small("once"))
        self.check_run("once")
        self.check_ready(commit)
        self.check_settled("once")
        self.check_ready(commit)
        self.assertEqual(len(self.witness.launches("once")), 1)

    def check_new_run(self, name, known):
        """There is one run more than those known, it runs well, and nothing is left of the others; the ids of all."""
        wait_until(f"a new run of {name}", lambda: len(self.witness.runs(name)) == len(known) + 1, 30)
        new, = self.witness.runs(name) - known
        wait_until(f"the other run of {name} is gone", lambda: {item["metadata"]["labels"]["mpicc.dev/run"] for path in KINDS
                                                                for item in self.run_of(name).list(path) if not is_ledger(item)} == {new}, 60)
        self.check_run(name)
        return known | {new}

    def test_a_change_is_a_new_run_and_a_label_is_none(self):
        job = self.small("changed")
        self.push(job)
        runs = self.check_new_run("changed", set())
        before = self.objects("changed")
        job["metadata"]["labels"] = {"team": "blue"}
        self.push(job)
        wait_until("the label is there", lambda: self.run_of("changed").job()["metadata"]["labels"].get("team") == "blue", 30)
        self.assertEqual(self.objects("changed"), before)
        job["run"][-1] = "1"
        self.push(job)
        runs = self.check_new_run("changed", runs)
        self.push({**job, "rerun": 1})
        self.check_new_run("changed", runs)
        self.check_settled("changed", syncs=2)

    def test_a_change_replaces_a_run_that_still_runs(self):
        self.push(self.small("replaced", seconds=600))
        self.wait_for_ranks("replaced")
        runs = self.witness.runs("replaced")
        self.push(self.small("replaced"))
        self.check_new_run("replaced", runs)

    def test_a_failed_job_is_told_and_blocks_no_other(self):
        self.push(self.small("failing", run=["sh", "-c", "echo no such data >&2; exit 3"]))
        self.check_end(self.run_of("failing"), "Failed")
        said = node.run(case.COMPILER, "status", "failing", "-n", self.namespace, "--kubeconfig", case.cluster.kubeconfig, check=False).stdout
        self.assertRegex(said, r"failing\s.*Failed")
        if self.tells_failures:
            wait_until("the failure is told", lambda: self.is_told("failing"), 60)
            self.note(f"told as: {self.tool.state(self.name).message}")
        self.push(self.small("working"))
        self.check_run("working")
        self.check_settled("working", "failing", syncs=2)
        self.assertEqual(len(self.witness.launches("failing")), 1)

    def is_told(self, name):
        state = self.tool.state(self.name)
        return not state.ready and f"{name}-" in state.message and "fail" in state.message.lower()


class Loop(Core):
    """All there is; mixed into a LoopTest."""

    def test_the_same_input_makes_no_commit(self):
        job = self.small("same")
        commit = self.push(job)
        self.check_run("same")
        text = json.dumps(dict(reversed(job.items())), indent=4)
        (self.project.jobs / "same.yaml").write_text(f"# The fields in another order, and this comment.\n{text}\n")
        self.assertEqual(self.project.compile(), commit)
        version = self.project.use_another_version()
        self.assertEqual(self.project.compile(), commit)
        self.check_settled("same", syncs=1)
        job["metadata"]["labels"] = {"team": "blue"}
        self.assertNotEqual(self.push(job), commit)
        self.assertIn(version, self.git.git(self.name, "log", "-1", "--format=%B", project.BRANCH))
        self.assertEqual(len(self.witness.runs("same")), 1)

    def test_a_removed_job_takes_only_its_own(self):
        self.push(self.small("kept"), self.small("leaving"))
        self.check_run("kept")
        self.check_run("leaving")
        notes = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "leaving-notes", "namespace": self.namespace, "labels": {"mpicc.dev/job": "leaving"}}}
        case.cluster_apply(notes)
        self.project.remove("leaving")
        self.push()
        wait_until("its objects are gone", lambda: {name for _, name in self.objects("leaving")} == {"leaving-mpicc", "leaving-notes"}, 60)
        self.check_settled("kept")

    def test_two_folders_of_a_branch_do_not_meet(self):
        """As two clusters would have them; both are compiled and pushed at the same time, again and again."""
        projects = {name: self.new_project(name, path=f"clusters/{name}") for name in ("east", "west")}
        for change in range(4):
            for name, one in projects.items():
                job = self.small(name)
                job["metadata"]["labels"] = {"change": f"number-{change}"}
                one.write(job)
            for process in [one.start_compile() for one in projects.values()]:
                self.project.finish(process)
        for name, one in projects.items():
            self.follow(f"{self.name}-{name}", one.path)
            self.tool.sync(f"{self.name}-{name}")
        for name in projects:
            self.assertEqual(self.check_run(name).job()["metadata"]["labels"]["change"], "number-3")
        west = self.objects("west")
        projects["east"].remove("east")
        projects["east"].compile("--allow-empty")
        for name in projects:
            self.tool.sync(f"{self.name}-{name}")
        wait_until("the job of the one is gone", lambda: {name for _, name in self.objects("east")} == {"east-mpicc"}, 60)
        self.assertEqual(self.objects("west"), west)

    def test_the_controller_is_down_when_a_run_ends(self):
        self.push(self.small("orphan", seconds=5))
        run = self.run_of("orphan")
        self.wait_for_ranks("orphan")
        self.stop_controller(signal.SIGKILL)
        try:
            self.check_ranks(run, 2)
            self.check_settled("orphan", syncs=3)
            self.assertEqual([pod["status"]["phase"] for pod in run.pods("worker")], ["Running"] * 2)
        finally:
            self.start_controller()
        self.check_run("orphan")
        self.check_settled("orphan", syncs=2)

    def test_the_controller_comes_after_the_job(self):
        self.stop_controller()
        try:
            self.push(self.small("early"))
            wait_until("its pods are there", lambda: len(self.run_of("early").pods()) == 3, 30)
            self.check_settled("early", syncs=2)
            self.assertEqual(self.witness.launches("early"), set())
        finally:
            self.start_controller()
        self.check_run("early")

    def test_the_ttl_of_a_job_file_leaves_what_git_has(self):
        self.push(self.small("shortlived", ttl="2s"))
        self.check_end(self.run_of("shortlived"))
        wait_until("its pods and its key are gone", lambda: not self.run_of("shortlived").pods() and not self.run_of("shortlived").list("/api/v1/secrets"), 60)
        self.check_settled("shortlived")
        self.assertEqual(len(self.witness.launches("shortlived")), 1)

    def force_ttl(self, name, seconds):
        """What the compiler never writes: Jobs that delete themselves."""
        def change(tree):
            for path in (tree / project.PATH / self.namespace / name).glob("*-job.yaml"):
                path.write_text(path.read_text().replace("\nspec:\n", f"\nspec:\n  ttlSecondsAfterFinished: {seconds}\n", 1))
        self.project.edit(change, "Clean up finished Jobs")

    def test_a_ttl_runs_a_job_again(self):
        """The trap that all others must stay out of, and that this harness would see them fall into. The controller would save them, so it is down."""
        self.stop_controller()
        try:
            self.project.write(self.small("trap"))
            self.project.compile("--keys", "plain", "--insecure-plain-keys")
            self.force_ttl("trap", 1)
            self.sync()
            wait_until("it ran three times", lambda: len(self.witness.launches("trap")) >= 3, 120)
        finally:
            self.start_controller()

    def test_the_controller_keeps_a_job_with_a_ttl_from_running_again(self):
        self.project.write(self.small("saved"))
        self.project.compile()
        self.force_ttl("saved", 5)
        self.sync()
        wait_until("its launcher was there three times", lambda: len(self.witness.of("saved", role="launcher")) >= 3, 120)
        self.assertEqual(len(self.witness.launches("saved")), 1)


class Rebuild:
    """A cluster that is lost and built anew from git; mixed into a LoopTest, whose cluster it is."""

    def test_a_lost_cluster_runs_only_what_nobody_remembers(self):
        self.push(self.small("collected"))
        self.check_run("collected")
        self.collect()
        self.push(self.small("remembered"), self.small("forgotten"), self.small("failed", run=["false"]))
        self.check_run("remembered")
        self.check_run("forgotten")
        wait_until("the failure is in the ledger", lambda: self.ledger("failed")["phase"] == "Failed", 60)
        ledgers = case.cluster.kubectl("get", "configmaps", "-A", "-l", "mpicc.dev/role=status,mpicc.dev/job in (remembered,failed)", "-o", "json")
        self.lose_cluster()
        case.cluster.kubectl("create", "-f", "-", text=ledgers)
        self.start_controller()
        self.tool.follow(self.name, self.url, project.BRANCH, project.PATH, self.namespace)
        self.tool.sync(self.name)
        self.check_run("forgotten")
        for name, end in (("remembered", "Complete"), ("failed", "Failed")):
            self.check_end(self.run_of(name), end)
            wait_until(f"the pods of {name} are gone", lambda: not self.run_of(name).pods(), 60)
        self.check_settled("remembered", "failed", "forgotten")
        self.assertEqual({name: len(self.witness.launches(name)) for name in ("collected", "remembered", "failed", "forgotten")},
                         {"collected": 0, "remembered": 0, "failed": 0, "forgotten": 1})
        self.assertEqual(self.objects("collected"), {})

    def collect(self):
        """`mpicc-yaml gc` removes from git what has finished; its user removes the job file."""
        self.project.command("gc", "--kubeconfig", case.cluster.kubeconfig)
        self.project.push()
        self.project.remove("collected")
        self.tool.sync(self.name)
        wait_until("the job is gone", lambda: {name for _, name in self.objects("collected")} == {"collected-mpicc"}, 60)

    def lose_cluster(self):
        self.stop_controller(signal.SIGKILL)
        self.tool.stop()
        self.witness.stop()
        case.cluster.lose_everything()
        self.install()
        type(self).witness = witness.Witness(case.cluster, self.namespace)
        self.tool.start()
