# SPDX-License-Identifier: Apache-2.0
"""What the compiler writes is what the apiserver has: nothing unknown in it, nothing that reads back differently."""
import re
import subprocess

import case
from case import COMPILER, REPOSITORY, ClusterTest

# Kinds that this node's apiserver does not know: schedulers that are not part of Kubernetes bring them along.
FOREIGN = re.compile(r"^apiVersion: scheduling\.(x-k8s\.io|volcano\.sh)/", re.M)


class Objects(ClusterTest):
    def compile(self, *sources):
        """The manifests of these, each in the namespace that its job names, with those namespaces before them."""
        done = subprocess.run([COMPILER, "compile", *sources, "-o", "-", "-q", "--keys", "plain", "--insecure-plain-keys"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        documents = [document for document in done.stdout.split("\n---\n") if not FOREIGN.search(document)]
        self.namespaces = {"default", *re.findall(r"^  namespace: (\S+)$", done.stdout, re.M)}
        case.cluster_apply(*({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}} for name in self.namespaces))
        return "\n---\n".join(documents)

    def check(self, *sources):
        text = self.compile(*sources)
        for side in (["--server-side=false"], ["--server-side", "--force-conflicts"]):
            with self.subTest(side[0]):
                case.cluster.kubectl("apply", *side, "--validate=strict", "-f", "-", text=text)
                self.assertEqual(case.cluster.kubectl("diff", *side, "-f", "-", text=text), "")
        case.cluster.kubectl("delete", "--wait=false", "--now", "-f", "-", text=text)

    def test_examples(self):
        """Those of examples/gitops hold other things than jobs and have tests of their own."""
        examples = REPOSITORY / "examples"
        self.check(*(path for path in sorted(examples.glob("*.yaml")) if path.name != "mpicc.yaml"), examples / "flavours", examples / "kubeflow")

    def test_jobs_with_every_field(self):
        self.check(*(REPOSITORY / f"tests/golden/{name}/in.yaml" for name in ("everything", "indexed", "launcher-only", "root-host-network", "kueue-split")))
