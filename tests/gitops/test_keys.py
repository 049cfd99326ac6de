# SPDX-License-Identifier: Apache-2.0
"""Keys in git: a real run uses what was encrypted by the compiler and decrypted by Flux, or by the Sealed Secrets controller.

Of External Secrets there are only the CRDs, which say that the objects are right; its operator is played.
"""
import base64
import http.client
import json
import os
import re
import subprocess
import textwrap
import unittest

import case
import flux
import project
from loop import LoopTest
from node import PORT, Failed, run, wait_until

KEYS = case.REPOSITORY / "examples/gitops/keys"


def program(name):
    path = case.cluster.bin / name
    if not path.exists():
        raise unittest.SkipTest(f"{name} is not built")
    return path


class KeysTest(LoopTest):
    """`mode`: what the jobs' `keys` say; `file`: where the key is then."""
    mode = file = None

    def keyed(self, name, **fields):
        return self.small(name, keys=self.mode, **fields)

    def named(self, recipients):
        """Whom for, as mpicc.yaml says it."""
        (self.project.jobs / "mpicc.yaml").write_text(json.dumps({"keys": recipients}))

    def manifest(self, name):
        return self.git.git(self.name, "show", f"{project.BRANCH}:{project.PATH}/{self.namespace}/{name}/{self.file}")

    def secret(self, name):
        """The two keys that pods get; None where there is no Secret."""
        try:
            found = case.cluster.api(f"/api/v1/namespaces/{self.namespace}/secrets/{name}-ssh")
        except Failed:
            return None
        self.assertEqual(found["type"], "kubernetes.io/ssh-auth")
        return {key: base64.b64decode(value) for key, value in found["data"].items()}

    def check_pair(self, name):
        """The private key is that of the public one; the public one."""
        secret = self.secret(name)
        path = case.cluster.folder / f"{self.namespace}.key"
        path.write_bytes(secret["ssh-privatekey"])
        path.chmod(0o600)
        public = secret["ssh-publickey"].decode()
        self.assertEqual(run("ssh-keygen", "-y", "-f", path).stdout.split()[:2], public.split()[:2])
        return public

    def check_use(self, name):
        """The run's ranks were started over ssh with the key in the Secret: its pods have no other. The public one."""
        pods = self.check_run(name).list("/api/v1/pods", "launcher")
        volumes = [volume["secret"]["secretName"] for volume in pods[0]["spec"]["volumes"] if "secret" in volume]
        self.assertEqual(volumes, [f"{name}-ssh"])
        return self.check_pair(name)

    def changes(self, commit):
        return self.git.git(self.name, "diff", "--name-status", f"{commit}^", commit).splitlines()

    def check_written_once(self, job):
        """Compiled again there is no commit; a change of the job leaves the key alone, --rotate-keys changes nothing else."""
        name = job["metadata"]["name"]
        path = f"{project.PATH}/{self.namespace}/{name}/{self.file}"
        commit = self.push(job)
        first = self.check_use(name)
        self.assertEqual(self.project.compile(), commit)
        before = self.manifest(name)
        self.assertNotEqual(self.push({**job, "rerun": 1}), commit)
        wait_until("it ran again", lambda: len(self.witness.launches(name)) == 2, 60)
        self.assertEqual(self.manifest(name), before)
        self.assertEqual(self.check_use(name), first)
        commit = self.project.compile("--rotate-keys")
        self.assertEqual([line for line in self.changes(commit) if not line.endswith("/hydrator.metadata")], [f"M\t{path}"])
        self.sync()
        wait_until("the cluster has the new key", lambda: self.secret(name)["ssh-publickey"].decode() != first, 60)
        self.check_settled(name, syncs=2)
        self.assertEqual(len(self.witness.launches(name)), 2)
        self.push({**job, "rerun": 2})
        wait_until("it ran with the new key", lambda: len(self.witness.launches(name)) == 3, 60)
        self.assertNotEqual(self.check_use(name), first)


class Decrypting(flux.Flux):
    """Set up as examples/gitops/keys/flux.yaml says."""

    def __init__(self, cluster):
        super().__init__(cluster)
        self.file = KEYS / "flux.yaml"
        self.identity = cluster.folder / "age.agekey"

    def start(self):
        super().start()
        if not self.identity.exists():
            run(program("age-keygen"), "-o", self.identity)
        self.cluster.kubectl("delete", "secret", "sops-age", "-n", flux.NAMESPACE, "--ignore-not-found")
        self.cluster.kubectl("create", "secret", "generic", "sops-age", "-n", flux.NAMESPACE, f"--from-file={self.identity}")

    def recipient(self):
        return run(program("age-keygen"), "-y", self.identity).stdout.strip()


class SopsKeys(KeysTest):
    mode, file = "sops", "secret.sops.yaml"

    @classmethod
    def make_tool(cls):
        program("sops"), program("age"), program("age-keygen")
        return Decrypting(case.cluster)

    def setUp(self):
        super().setUp()
        self.named({"sops": {"age": [self.tool.recipient()]}})

    def decrypt(self, text):
        """What SOPS makes of a manifest; it checks the authentication code."""
        done = subprocess.run([program("sops"), "decrypt", "--input-type", "yaml", "--output-type", "json", "/dev/stdin"], input=text, text=True,
                              capture_output=True, env={**os.environ, "SOPS_AGE_KEY_FILE": str(self.tool.identity)})
        return json.loads(done.stdout) if done.returncode == 0 else done.stderr

    def test_flux_decrypts_and_a_run_uses_the_key(self):
        self.check_written_once(self.keyed("decrypted"))

    def test_sops_and_age_read_what_is_in_git(self):
        self.push(self.keyed("read"))
        text = self.manifest("read")
        found = self.decrypt(text)
        self.assertEqual({key: base64.b64decode(value) for key, value in found["data"].items()}, self.secret("read"))
        self.assertNotIn("PRIVATE KEY", text)
        armored = textwrap.dedent(re.search(r"(?ms)^ *-----BEGIN AGE.*END AGE[^\n]*\n", text)[0])
        done = subprocess.run([program("age"), "-d", "-i", self.tool.identity], input=armored.encode(), capture_output=True, check=True)
        self.assertEqual(len(done.stdout), 32)
        swapped = text.replace("ssh-private", "ssh-x").replace("ssh-public", "ssh-private").replace("ssh-x", "ssh-public")
        self.assertIn("Could not decrypt", self.decrypt(swapped))
        labelled = text.replace("  labels:\n", "  labels:\n    added: later\n", 1)
        self.assertEqual(self.decrypt(labelled)["metadata"]["labels"]["added"], "later")


class Applied:
    """A delivery tool that is a person with kubectl: applies what is there, prunes what is not, as all of them do."""

    def __init__(self, cluster):
        self.cluster, self.followed = cluster, {}

    def start(self):
        """Nothing: its program is kubectl."""

    stop = start

    def follow(self, name, url, branch, path, namespace):
        self.followed[name] = (url, branch, path, namespace)

    def sync(self, name):
        url, branch, path, namespace = self.followed[name]
        tree = self.tree(name)
        run("rm", "-rf", tree)
        run("git", "clone", "--quiet", "--branch", branch, url, tree)
        run("env", "KUBECTL_APPLYSET=true", self.cluster.bin / "kubectl", "--kubeconfig", self.cluster.kubeconfig, "apply", "--server-side",
            "--validate=strict", "--prune", "--applyset", f"configmaps/{name}", "-n", namespace, "-R", "-f", tree / path)

    def tree(self, name):
        return self.cluster.folder / "applied" / name

    def forget(self, name):
        self.cluster.kubectl("delete", "-R", "--wait=false", "-f", self.tree(name) / self.followed.pop(name)[2])


# The controller knows only how pods are told of their cluster: here, in a mount namespace of its own.
AS_A_POD = """
mount -t tmpfs tmpfs /run
mkdir -p /run/secrets/kubernetes.io/serviceaccount
cp "$1" /run/secrets/kubernetes.io/serviceaccount/ca.crt
printf %s "$2" >/run/secrets/kubernetes.io/serviceaccount/token
exec "$3"
"""


def sealed_controller(cluster):
    path = program("sealed")
    cluster.kubectl("apply", "--server-side", "-f", cluster.bin.parent / "sealed")
    cluster.kubectl("wait", "--for=condition=Established", "crd", "sealedsecrets.bitnami.com", "--timeout=30s")
    cluster.kubectl("create", "serviceaccount", "sealed-secrets", "-n", "kube-system")
    cluster.kubectl("create", "clusterrolebinding", "sealed-secrets", "--clusterrole=cluster-admin", "--serviceaccount=kube-system:sealed-secrets")
    token = cluster.kubectl("create", "token", "-n", "kube-system", "sealed-secrets").strip()
    cluster.start_process("sealed", "unshare", "--mount", "sh", "-ec", AS_A_POD, "sealed", cluster.folder / "pki/ca.crt", token, path,
                          environment={"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": str(PORT), "POD_NAMESPACE": "kube-system"})


class Sealing(Applied):
    def start(self):
        sealed_controller(self.cluster)

    def stop(self):
        self.cluster.stop_process("sealed")


def certificate():
    """As `kubeseal --fetch-cert` gets it; empty while the controller is not there yet."""
    connection = http.client.HTTPConnection("127.0.0.1", 8080, timeout=5)
    try:
        connection.request("GET", "/v1/cert.pem")
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    except OSError:
        return ""
    finally:
        connection.close()


class SealedKeys(KeysTest):
    mode, file = "sealed", "sealed-secret.yaml"

    @classmethod
    def make_tool(cls):
        program("sealed")
        return Sealing(case.cluster)

    def setUp(self):
        super().setUp()
        wait_until("the controller has a certificate", certificate, 60)
        (self.project.jobs / "sealed-secrets.pem").write_text(certificate())
        self.named({"sealed": {"certificate": "sealed-secrets.pem"}})

    def test_the_controller_unseals_and_a_run_uses_the_key(self):
        self.check_written_once(self.keyed("sealed"))

    def test_a_sealed_key_is_of_no_use_elsewhere(self):
        """Under another name the controller refuses it."""
        self.push(self.keyed("bound"))
        wait_until("it is unsealed", lambda: self.secret("bound"), 60)
        stolen = self.manifest("bound").replace("name: bound-ssh", "name: stolen-ssh")
        case.cluster.kubectl("apply", "-f", "-", text=stolen)
        path = f"/apis/bitnami.com/v1alpha1/namespaces/{self.namespace}/sealedsecrets/stolen-ssh"
        wait_until("it is refused", lambda: "no key could decrypt" in json.dumps(case.cluster.api(path).get("status", {})), 60)
        self.assertIsNone(self.secret("stolen"))


class ExternalKeys(KeysTest):
    mode, file = "external-secrets", "external-secret.yaml"

    @classmethod
    def make_tool(cls):
        if not (case.cluster.bin.parent / "external-secrets").exists():
            raise unittest.SkipTest("the CRDs of External Secrets are not there")
        return Applied(case.cluster)

    @classmethod
    def install(cls):
        super().install()
        for name in ("external-secrets.io_externalsecrets", "generators.external-secrets.io_sshkeys"):
            case.cluster.kubectl("apply", "--server-side", "-f", case.cluster.bin.parent / f"external-secrets/{name}.yaml")
        case.cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")

    def found(self, kind, version, name):
        return case.cluster.api(f"/apis/{version}/namespaces/{self.namespace}/{kind}/{name}")

    def play_operator(self, name):
        """What the operator makes of the objects: a pair of the generator's kind, put into the Secret as the template says."""
        wish = self.found("externalsecrets", "external-secrets.io/v1", name)["spec"]
        reference = wish["dataFrom"][0]["sourceRef"]["generatorRef"]
        generator = self.found("sshkeys", reference["apiVersion"], reference["name"])["spec"]
        self.assertEqual(wish["refreshPolicy"], "CreatedOnce")
        path = case.cluster.folder / f"{self.namespace}-{name}"
        run("ssh-keygen", "-q", "-N", "", "-t", generator["keyType"], "-C", generator["comment"], "-f", path)
        pair = {"{{ .privateKey }}": path.read_text(), "{{ .publicKey }}": path.with_suffix(".pub").read_text()}
        target = wish["target"]
        case.cluster_apply({"apiVersion": "v1", "kind": "Secret", "type": target["template"]["type"], "immutable": target["immutable"],
                            "metadata": {"name": target["name"], "namespace": self.namespace, **target["template"]["metadata"]},
                            "stringData": {key: pair[value] for key, value in target["template"]["data"].items()}})

    def test_a_run_uses_what_the_operator_made(self):
        job = self.keyed("external")
        commit = self.push(job)
        self.play_operator("external-ssh")
        first = self.check_use("external")
        self.assertTrue(first.startswith("ssh-ed25519 "))
        self.assertEqual(self.project.compile("--rotate-keys"), commit)
        self.push({**job, "rerun": 1})
        wait_until("it ran again", lambda: len(self.witness.launches("external")) == 2, 60)
        self.assertEqual(self.check_use("external"), first)
