# SPDX-License-Identifier: Apache-2.0
"""Who pods run as and what images they may have, what reaches the ranks, and what users' own Lua does."""
import base64
import json

from case import MPIS, ClusterTest, cluster_apply

OUR_FLAVOUR = """
return {
  name = "by-ssh",
  doc = "one ssh session for each rank",
  plan = function(job)
    local lines = {}
    for i, host in ipairs(job.hosts) do
      lines[i] = host.name .. " " .. host.slots .. "\\n"
    end
    return {
      hostfile = table.concat(lines),
      env = {},
      launch = { "launch-by-ssh", job.paths.hostfile, table.unpack(job.run) },
    }
  end,
}
"""
OUR_HOOK = """
return function(objects, job)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      local pod = object.spec.template
      pod.metadata.annotations = { ["example.com/hooked"] = job.name }
      pod.spec.tolerations = { { key = "gpu", operator = "Exists", effect = "NoSchedule" } }
      table.insert(pod.spec.containers[1].env, { name = "HOOKED", value = "by the platform's hook" })
    end
  end
end
"""


class Restricted(ClusterTest):
    """The namespace enforces Pod Security restricted, as all do but Root's; here the image and the uid are strangers to each other."""

    def test_image_without_sshd_settings_and_uid_that_passwd_lacks(self):
        for mpi in ("openmpi5", "mpich"):
            with self.subTest(mpi):
                run = self.start(self.job(f"stranger-{mpi}", mpi, image="mpicc.test/bare:1", user=4242))
                self.check_ranks(run)
                self.assertEqual(run.launcher_pods()[0]["spec"]["securityContext"]["runAsUser"], 4242)

    def test_environment_reaches_ranks(self):
        cluster_apply({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "token", "namespace": self.namespace},
                       "data": {"value": base64.b64encode(b"s3cret $HOME 'x'").decode()}})
        for mpi in MPIS:
            with self.subTest(mpi):
                env = {"GREETING": "hello two words", "TOKEN": {"secret": "token/value"}}
                run = self.start(self.job(f"env-{mpi}", mpi, variables=("GREETING", "TOKEN"), env=env))
                for rank in self.check_ranks(run):
                    self.assertEqual(rank.env, {"GREETING": "hello two words", "TOKEN": "s3cret $HOME 'x'"})

    def test_network_policy_lets_the_run_through(self):
        """The node's network enforces no policies: what is tested is that the policy selects the run's pods, and no others."""
        run = self.start(self.job("policy", "openmpi5"))
        policy = run.list("/apis/networking.k8s.io/v1/networkpolicies")[0]["spec"]
        self.check_ranks(run)
        wanted = policy["podSelector"]["matchLabels"]
        self.assertEqual(policy["ingress"], [{"from": [{"podSelector": {"matchLabels": wanted}}]}])
        for pod in run.pods():
            self.assertLessEqual(wanted.items(), pod["metadata"]["labels"].items())
        self.assertIn("mpicc.dev/run", wanted)
        self.note("this node's network enforces no policies")

    def test_flavour_of_the_users_own(self):
        job = self.job("ours", mpi="openmpi4", run=["say-rank"], env=None)
        job.update(mpi="./ours.lua", env={})
        self.check_ranks(self.start(job, files={"ours.lua": OUR_FLAVOUR}))

    def test_change_of_a_hook_is_in_pods_and_ranks(self):
        run = self.start(self.job("hooked", "openmpi5", variables=("HOOKED",), hooks=["hook.lua"]), files={"hook.lua": OUR_HOOK})
        for rank in self.check_ranks(run):
            self.assertEqual(rank.env["HOOKED"], "by the platform's hook")
        for pod in run.pods():
            self.assertEqual(pod["metadata"]["annotations"]["example.com/hooked"], "hooked")
            self.assertIn({"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}, pod["spec"]["tolerations"], json.dumps(pod["spec"]))


class Root(ClusterTest):
    level = "privileged"

    def check_root(self, mpi, image):
        run = self.start(self.job(f"root-{mpi}-{image}", mpi, image=f"mpicc.test/{image}:1", user="root", variables=("HOME",)))
        for rank in self.check_ranks(run):
            self.assertEqual(rank.env["HOME"], "/root")


for mpi in MPIS:
    setattr(Root, f"test_{mpi}", lambda self, mpi=mpi: self.check_root(mpi, "mpi"))
Root.test_image_without_sshd_settings = lambda self: self.check_root("openmpi5", "bare")
