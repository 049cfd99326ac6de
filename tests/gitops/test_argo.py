# SPDX-License-Identifier: Apache-2.0
"""The loop with Argo CD, in each of its ways to apply and to compare."""
import argo
import case
from loop import Core, Loop, LoopTest, Rebuild
from node import wait_until


class ArgoLoop(Loop, LoopTest):
    """As it is when nothing is said: it applies as kubectl does, and compares with what was applied last."""

    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)


class ArgoServerSideApply(Core, LoopTest):
    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster, options=["ServerSideApply=true"])


class ArgoServerSideDiff(Core, LoopTest):
    """The apiserver also says what would change."""

    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster, options=["ServerSideApply=true"], annotations={"argocd.argoproj.io/compare-options": "ServerSideDiff=true"})


class ArgoRebuild(Rebuild, LoopTest):
    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)


class ArgoHealth(LoopTest):
    """With examples/gitops/argo/job-health.yaml."""

    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.patch("--patch-file", argo.EXAMPLES / "job-health.yaml")
        cls.addClassCleanup(cls.patch, "--type", "merge", "-p", '{"data": {"resource.customizations.health.batch_Job": null}}')

    @classmethod
    def patch(cls, *how):
        case.cluster.kubectl("patch", "configmap", "argocd-cm", "-n", argo.SYSTEM, *how)

    def suspend(self, name, value):
        """As Kueue does, which git knows nothing of."""
        for role in ("launcher", "worker"):
            job = self.run_of(name).job(role)["metadata"]["name"]
            case.cluster.kubectl("patch", "job", job, "-n", self.namespace, "-p", f'{{"spec": {{"suspend": {value}}}}}')

    def check_health(self, expected):
        wait_until(f"the Application is {expected}", lambda: self.tool.state(self.name).health == expected, 60)
        self.assertEqual(self.tool.state(self.name).sync, "Synced")

    def test_a_job_that_was_suspended_is_healthy_when_it_has_ended(self):
        self.push(self.small("admitted", seconds=15))
        self.check_health("Progressing")
        self.suspend("admitted", "true")
        self.check_health("Suspended")
        self.suspend("admitted", "false")
        self.wait_for_ranks("admitted")
        self.check_health("Progressing")
        self.check_end(self.run_of("admitted"))
        self.check_health("Healthy")

    def test_a_failed_job_says_what_shows_why(self):
        self.push(self.small("failing", run=["sh", "-c", "exit 3"]))
        self.check_health("Degraded")
        self.assertIn(f"backoff limit; see: mpicc-yaml logs failing -n {self.namespace}", self.tool.state(self.name).message)
