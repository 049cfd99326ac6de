# SPDX-License-Identifier: Apache-2.0
"""The ApplicationSet of examples/gitops/argo: an Application for each job's folder, by Argo CD's own controller of them."""
import argo
import case
from loop import LoopTest
from node import wait_until

SETS = f"/apis/argoproj.io/v1alpha1/namespaces/{argo.SYSTEM}/applicationsets"


class ArgoSet(LoopTest):
    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tool.start_part("argocd-applicationset-controller", "--namespace", argo.SYSTEM, "--argocd-repo-server", argo.REPO_SERVER,
                            "--repo-server-plaintext", "--metrics-addr", "127.0.0.1:8090", "--probe-addr", "127.0.0.1:8091",
                            "--webhook-addr", "127.0.0.1:8092", environment={"NAMESPACE": argo.SYSTEM})
        cls.addClassCleanup(lambda: case.cluster.stop_process("argocd-applicationset-controller"))

    def follow_set(self):
        one, = argo.example(argo.EXAMPLES / "applicationset.yaml")
        one["metadata"]["name"] = self.name
        generator = one["spec"]["generators"][0]["git"]
        generator.update(repoURL=self.url, requeueAfterSeconds=self.tool.SECONDS)
        one["spec"]["template"]["spec"]["source"]["repoURL"] = self.url
        case.cluster_apply(one)
        self.addCleanup(self.remove_set)

    def remove_set(self):
        case.cluster.kubectl("delete", "applicationsets.argoproj.io", self.name, "-n", argo.SYSTEM, "--timeout=60s")
        wait_until("all Applications are gone", lambda: not self.applications(), 60)

    def applications(self):
        return {item["metadata"]["name"] for item in case.cluster.api(argo.APPLICATIONS)["items"]}

    def of(self, *jobs):
        return {f"{self.namespace}.{job}" for job in jobs}

    def check_applications(self, *jobs):
        wait_until(f"the Applications are those of {jobs}", lambda: self.applications() == self.of(*jobs), 60)

    def test_each_job_has_an_application_that_goes_with_it(self):
        self.project.write(self.small("first"), self.small("second"))
        self.project.compile()
        self.follow_set()
        self.check_applications("first", "second")
        for job in ("first", "second"):
            self.check_run(job)
            wait_until(f"{job} is well", lambda: self.tool.state(f"{self.namespace}.{job}").ready, 60)
        before = self.objects("second")

        self.project.remove("first")
        self.project.write(self.small("third"))
        commit = self.project.compile()
        self.check_applications("second", "third")
        wait_until("the objects of the first are gone", lambda: not self.run_of("first").list("/apis/batch/v1/jobs"), 60)
        self.check_run("third")
        wait_until("the second is at the new commit", lambda: self.tool.state(f"{self.namespace}.second").revision == commit, 60)
        self.assertEqual(self.objects("second"), before)
        self.assertEqual(len(self.witness.launches("second")), 1)

    def test_a_failing_job_makes_its_own_application_degraded_and_no_other(self):
        self.project.write(self.small("good"), {**self.small("bad"), "run": ["sh", "-c", "exit 3"]})
        self.project.compile()
        self.follow_set()
        self.check_applications("good", "bad")
        wait_until("the bad one is Degraded", lambda: self.tool.state(f"{self.namespace}.bad").health == "Degraded", 90)
        self.check_run("good")
        wait_until("the good one is well", lambda: self.tool.state(f"{self.namespace}.good").ready, 60)
        self.assertIn("Job has reached the specified backoff limit", self.tool.state(f"{self.namespace}.bad").message)
