# SPDX-License-Identifier: Apache-2.0
"""The config management plugin of examples/gitops/argo/plugin: job files in git, and Argo CD compiles them, through its own server of plugins."""
import json
import os
import pathlib
import shutil

import argo
import case
from loop import LoopTest
from node import run, wait_until

PLUGIN = argo.EXAMPLES / "plugin"
PROJECT = "environments: {prod: {overrides: {retries: 4}}}\n"


class ArgoPlugin(LoopTest):
    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_plugin()
        cls.addClassCleanup(lambda: case.cluster.stop_process("argocd-cmp-server"))

    @classmethod
    def start_plugin(cls):
        """As the sidecar does it: the server is told its folder of plugin.yaml, and mpicc-yaml is in PATH."""
        folder = cls.tool.folder / "plugin"
        folder.mkdir(exist_ok=True)
        shutil.copy(PLUGIN / "plugin.yaml", folder)
        path = f"{pathlib.Path(case.COMPILER).parent}:{os.environ['PATH']}"
        cls.tool.start_part("argocd-cmp-server", "--config-dir-path", folder, environment={"PATH": path})
        wait_until("the plugin listens", (cls.tool.folder / "plugins/mpicc-yaml.sock").exists, 30)

    def setUp(self):
        super().setUp()
        self.tree = case.cluster.folder / "trees" / self.name
        run("git", "init", "--quiet", "--initial-branch", "main", self.tree)

    def commit(self, files):
        """The tree is these files, {path: text or object}, and is pushed; the commit."""
        run("git", "-C", self.tree, "rm", "--quiet", "-r", "--ignore-unmatch", ".")
        for name, content in files.items():
            path = self.tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
        run("git", "-C", self.tree, "add", "--all")
        run("git", "-C", self.tree, "-c", "user.name=A User", "-c", "user.email=user@example.com", "commit", "--quiet", "-m", "Change jobs")
        run("git", "-C", self.tree, "push", "--quiet", self.url, "main")
        return run("git", "-C", self.tree, "rev-parse", "HEAD").stdout.strip()

    def follow_jobs(self, parameters):
        application, = argo.example(PLUGIN / "application.yaml")
        application["metadata"].update(name=self.name, finalizers=[argo.FINALIZER])
        application["spec"]["source"].update(repoURL=self.url, plugin={"name": "mpicc-yaml", "parameters": parameters})
        application["spec"]["destination"]["namespace"] = self.namespace
        case.cluster_apply(application)
        self.addCleanup(self.tool.forget, self.name)

    def check_says(self, *words):
        wait_until(f"{self.name} says {words}", lambda: all(word in self.tool.state(self.name).message for word in words), 60)

    def test_jobs_are_compiled_with_parameters_and_run_once(self):
        commit = self.commit({"jobs/mpicc.yaml": PROJECT, "jobs/planned.yaml": self.small("planned")})
        self.follow_jobs([{"name": "env", "string": "prod"}])
        self.tool.sync(self.name)
        run_of = self.check_run("planned")
        self.assertEqual(run_of.job()["spec"]["backoffLimit"], 4)
        self.check_ready(commit)
        self.check_settled("planned")

    def test_mistakes_are_shown_and_nothing_is_removed(self):
        job = self.small("kept")
        self.commit({"jobs/mpicc.yaml": PROJECT, "jobs/kept.yaml": job})
        self.follow_jobs([])
        self.tool.sync(self.name)
        self.check_run("kept")
        self.commit({"jobs/mpicc.yaml": PROJECT, "jobs/kept.yaml": job, "jobs/wrong.yaml": {**self.small("wrong"), "wrokers": 2}})
        self.tool.sync(self.name)
        self.check_says("wrong.yaml:", "error[E0201]: unknown field `wrokers`")
        self.commit({"jobs/mpicc.yaml": PROJECT})
        self.tool.sync(self.name)
        self.check_says("error[E0302]", "holds no job files")
        self.check_settled("kept")

    def test_a_parameter_that_does_not_exist_is_shown(self):
        self.commit({"jobs/mpicc.yaml": PROJECT, "jobs/never.yaml": self.small("never")})
        self.follow_jobs([{"name": "evn", "string": "prod"}])
        self.tool.sync(self.name)
        self.check_says("unknown parameter `evn`", "did you mean `env`?")
        self.assertEqual(self.witness.of("never"), set())
