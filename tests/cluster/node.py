# SPDX-License-Identifier: Apache-2.0
"""A Kubernetes node of its own: etcd, apiserver, controller manager, scheduler, containerd, kubelet and CoreDNS.

It lives in the network, mount and process namespaces that `run` made for it, so it meets nobody's ports and leaves no process,
mount or interface behind; its files are in one folder. Addresses and names are the same each time.
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import time

PODS = "10.244.0.0/24"
GATEWAY = "10.244.0.1"   # of the pods; also where the resolver and the kubelet listen
SERVICES = "10.96.0.0/16"
PORT = 443               # so that the address pods are told for the apiserver, the first of the services, is its own
SERVER = f"https://127.0.0.1:{PORT}"
PODS_MAX = 200

# Common name, organisation and alternative names of each certificate.
CERTIFICATES = {
    "apiserver": ("kube-apiserver", None, f"IP:127.0.0.1,IP:10.96.0.1,IP:{GATEWAY},DNS:localhost,DNS:kubernetes.default.svc"),
    "admin": ("admin", "system:masters", "DNS:admin"),
    "manager": ("system:kube-controller-manager", None, "DNS:manager"),
    "scheduler": ("system:kube-scheduler", None, "DNS:scheduler"),
    "kubelet": ("system:node:node", "system:nodes", f"DNS:node,IP:{GATEWAY}"),
}


class Failed(Exception):
    """Something did not start, or a command failed; the message says what."""


def run(*command, text=None, check=True):
    done = subprocess.run([str(word) for word in command], input=text, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise Failed(f"{command[0]} failed with {done.returncode}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done


def wait_until(what, true, seconds=60, pause=0.1):
    """Asks `true` until it is; its last exception, or `what`, is the message when that takes too long."""
    end = time.monotonic() + seconds
    while True:
        last = None
        try:
            if true():
                return
        except (Failed, OSError, ValueError, KeyError) as exception:
            last = exception
        if time.monotonic() > end:
            raise Failed(f"{what}: not after {seconds} s" + (f": {last}" if last else ""))
        time.sleep(pause)


class Node:
    """`cache` has what tests/cluster/build made; `folder` is where the node's files go."""

    def __init__(self, cache, folder):
        self.bin, self.images, self.folder = cache / "bin", cache / "image/images.tar", folder
        self.kubeconfig = folder / "admin.kubeconfig"
        self.processes = {}

    @classmethod
    def of_environment(cls):
        """The node that a program of `run --exec` runs on; that program did not start it and must not stop it."""
        folder = pathlib.Path(os.environ["KUBECONFIG"]).parent
        return cls(folder.parent, folder)

    # -- processes ----------------------------------------------------------------------------------------------------

    def start_process(self, name, *command, environment=None):
        with open(self.folder / f"log/{name}", "ab") as log:
            self.processes[name] = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                                                    stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, start_new_session=True)
        return self.processes[name]

    def stop_process(self, name, how=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(how)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self, name, lines=5):
        return "\n".join((self.folder / f"log/{name}").read_text(errors="replace").splitlines()[-lines:])

    def check_processes(self):
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise Failed(f"{name} ended with {process.returncode}:\n{self.log(name)}")

    # -- the parts ----------------------------------------------------------------------------------------------------

    def make_certificates(self):
        pki = self.folder / "pki"
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        run("openssl", "req", "-x509", *curve, "-days", "2", "-subj", "/CN=cluster-ca", "-keyout", pki / "ca.key", "-out", pki / "ca.crt")
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-out", pki / "accounts.key")
        run("openssl", "pkey", "-in", pki / "accounts.key", "-pubout", "-out", pki / "accounts.pub")
        for name, (common, organisation, names) in CERTIFICATES.items():
            subject = (f"/O={organisation}" if organisation else "") + f"/CN={common}"
            (pki / "extensions").write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth,clientAuth\n")
            run("openssl", "req", *curve, "-subj", subject, "-keyout", pki / f"{name}.key", "-out", pki / f"{name}.csr")
            run("openssl", "x509", "-req", "-in", pki / f"{name}.csr", "-CA", pki / "ca.crt", "-CAkey", pki / "ca.key", "-CAcreateserial",
                "-days", "2", "-out", pki / f"{name}.crt", "-extfile", pki / "extensions")
            self.write_kubeconfig(name)

    def write_kubeconfig(self, name):
        pki = self.folder / "pki"
        (self.folder / f"{name}.kubeconfig").write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "node",
            "clusters": [{"name": "node", "cluster": {"server": SERVER, "certificate-authority": str(pki / "ca.crt")}}],
            "users": [{"name": name, "user": {"client-certificate": str(pki / f"{name}.crt"), "client-key": str(pki / f"{name}.key")}}],
            "contexts": [{"name": "node", "context": {"cluster": "node", "user": name}}]}))

    def account_kubeconfig(self, namespace, account):
        """A kubeconfig with a service account's token, in place of the admin's certificate."""
        config = json.loads(self.kubeconfig.read_text())
        config["users"][0]["user"] = {"token": self.kubectl("create", "token", "-n", namespace, account).strip()}
        path = self.folder / f"{account}.kubeconfig"
        path.write_text(json.dumps(config))
        return path

    def hide_folders(self):
        """The kubelet and CNI plugins write to places of their own choice: here, below the node's folder, so that nodes do not meet."""
        for path in ("/var/log", "/var/lib/cni"):
            private = self.folder / "own" / path.strip("/")
            private.mkdir(parents=True)
            pathlib.Path(path).mkdir(exist_ok=True)
            run("mount", "--bind", private, path)

    def start_network(self):
        """The address that pods have as their gateway; a default route, because the kubelet and the apiserver look for one."""
        run("ip", "link", "set", "lo", "up")
        run("ip", "addr", "add", "10.96.0.1/32", "dev", "lo")
        run("ip", "link", "add", "gateway", "type", "veth", "peer", "name", "nowhere")
        run("ip", "addr", "add", f"{GATEWAY}/32", "dev", "gateway")
        for end in ("gateway", "nowhere"):
            run("ip", "link", "set", end, "up")
        run("ip", "route", "add", "default", "dev", "gateway")
        pathlib.Path("/proc/sys/net/ipv4/ip_forward").write_text("1")

    def start_control_plane(self):
        self.start_process("etcd", self.bin / "etcd", "--data-dir", self.folder / "etcd", "--unsafe-no-fsync", "--log-level", "error")
        self.start_apiserver()
        wait_until("the apiserver is ready", lambda: self.api("/version") and self.kubectl("get", "--raw", "/readyz"))
        self.start_manager()
        self.start_process(
            "scheduler", self.bin / "kube-scheduler", "--kubeconfig", self.folder / "scheduler.kubeconfig",
            "--authentication-kubeconfig", self.folder / "scheduler.kubeconfig", "--authorization-kubeconfig", self.folder / "scheduler.kubeconfig",
            "--leader-elect=false")

    def start_manager(self, requests=20):
        """`requests` a second may each of its controllers send; 20 is its own default."""
        pki = self.folder / "pki"
        self.start_process(
            "manager", self.bin / "kube-controller-manager", "--kubeconfig", self.folder / "manager.kubeconfig",
            "--authentication-kubeconfig", self.folder / "manager.kubeconfig", "--authorization-kubeconfig", self.folder / "manager.kubeconfig",
            "--service-account-private-key-file", pki / "accounts.key", "--root-ca-file", pki / "ca.crt",
            "--use-service-account-credentials", "--leader-elect=false", "--kube-api-qps", requests, "--kube-api-burst", requests * 3 // 2)

    def start_apiserver(self, *options):
        pki = self.folder / "pki"
        self.start_process(
            "apiserver", self.bin / "kube-apiserver", "--etcd-servers", "http://127.0.0.1:2379", "--secure-port", str(PORT),
            "--bind-address", "0.0.0.0", "--advertise-address", GATEWAY, "--endpoint-reconciler-type", "none",
            "--service-cluster-ip-range", SERVICES, "--client-ca-file", pki / "ca.crt", "--tls-cert-file", pki / "apiserver.crt",
            "--tls-private-key-file", pki / "apiserver.key", "--service-account-issuer", "https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file", pki / "accounts.pub", "--service-account-signing-key-file", pki / "accounts.key",
            "--authorization-mode", "Node,RBAC", "--allow-privileged", "--kubelet-client-certificate", pki / "admin.crt",
            "--kubelet-client-key", pki / "admin.key", "--kubelet-preferred-address-types", "InternalIP", *options)

    def start_containers(self):
        """
        restrict_oom_score_adj: without CAP_SYS_RESOURCE runc cannot lower a sandbox's score, and no sandbox would start.

        Pods are routed, each on a link of its own, where the gateway is its only neighbour. On a bridge all that talk to each other are,
        and a kernel remembers 1,024 for all its network namespaces together (net.ipv4.neigh.default.gc_thresh3): 67 pods of a run came
        to 940, and with a full table MPI's connections fail.
        """
        etc = self.folder / "etc"
        (etc / "net.d").mkdir()
        (etc / "net.d/10-pods.conflist").write_text(json.dumps({"cniVersion": "0.4.0", "name": "pods", "plugins": [
            {"type": "ptp",
             "ipam": {"type": "host-local", "dataDir": str(self.folder / "ipam"), "ranges": [[{"subnet": PODS}]],
                      "routes": [{"dst": "0.0.0.0/0"}]}}]}))
        (etc / "containerd.toml").write_text(f'''version = 2
root = "{self.folder}/containerd"
state = "{self.folder}/containerd-state"
[grpc]
  address = "{self.folder}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "mpicc.test/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{etc}/net.d"
''')
        self.start_process("containerd", "containerd", "-c", etc / "containerd.toml")
        wait_until("containerd answers", lambda: self.ctr("version"))
        self.ctr("images", "import", self.images)

    def ctr(self, *words):
        return run("ctr", "-a", self.folder / "containerd.sock", "-n", "k8s.io", *words).stdout

    def start_resolver(self, negative_seconds=5):
        """CoreDNS; `negative_seconds` is how long it and who asks it remember that there is no such name."""
        (self.folder / "etc/Corefile").write_text(f'''.:53 {{
  bind {GATEWAY}
  errors
  kubernetes cluster.local {{
    kubeconfig {self.kubeconfig}
    ttl {negative_seconds}
  }}
  cache {negative_seconds} {{
    denial 9984 {negative_seconds}
  }}
}}
''')
        if "coredns" in self.processes:
            self.stop_process("coredns")
        self.start_process("coredns", self.bin / "coredns", "-conf", self.folder / "etc/Corefile")

    def start_kubelet(self):
        etc = self.folder / "etc"
        (etc / "resolv.conf").write_text("nameserver 127.0.0.1\n")
        (etc / "kubelet.json").write_text(json.dumps({
            "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
            "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                               "x509": {"clientCAFile": str(self.folder / "pki/ca.crt")}},
            "authorization": {"mode": "Webhook"}, "cgroupDriver": "cgroupfs", "cgroupRoot": f"/mpicc-{self.folder.name}", "failSwapOn": False,
            "failCgroupV1": False, "enforceNodeAllocatable": [], "clusterDNS": [GATEWAY], "clusterDomain": "cluster.local",
            "containerRuntimeEndpoint": f"unix://{self.folder}/containerd.sock", "maxPods": PODS_MAX, "imageGCHighThresholdPercent": 100,
            "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
            "resolvConf": str(etc / "resolv.conf"), "serializeImagePulls": False, "registryPullQPS": 0,
            "kubeAPIQPS": 100, "kubeAPIBurst": 200}))
        self.start_process("kubelet", self.bin / "kubelet", "--config", etc / "kubelet.json", "--kubeconfig", self.folder / "kubelet.kubeconfig",
                           "--hostname-override", "node", "--node-ip", GATEWAY, "--root-dir", self.folder / "kubelet")

    def is_ready(self):
        self.check_processes()
        conditions = self.api("/api/v1/nodes/node")["status"]["conditions"]
        return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)

    def start(self, with_node=True):
        """Without a node pods stay pending, and a test may play them."""
        for name in ("pki", "log", "etc"):
            (self.folder / name).mkdir(parents=True)
        self.make_certificates()
        self.hide_folders()
        self.start_network()
        self.start_control_plane()
        if not with_node:
            return
        self.start_containers()
        self.start_resolver()
        self.start_kubelet()
        wait_until("the node is ready", self.is_ready)

    def lose_everything(self):
        """The cluster is lost, and there is a new one that knows nothing. Programs beside it go on, and have to look after themselves."""
        for name in ("kubelet", "coredns", "manager", "scheduler", "apiserver", "etcd"):
            self.stop_process(name, signal.SIGKILL)
        shutil.rmtree(self.folder / "etcd")
        self.start_control_plane()
        self.start_resolver()
        self.start_kubelet()
        wait_until("the new node is ready", self.is_ready)

    # -- the API ------------------------------------------------------------------------------------------------------

    def kubectl(self, *words, text=None, check=True):
        return run(self.bin / "kubectl", "--kubeconfig", self.kubeconfig, *words, text=text, check=check).stdout

    def connection(self, seconds):
        """To the apiserver, as its admin, who waits that long for an answer."""
        pki = self.folder / "pki"
        context = ssl.create_default_context(cafile=pki / "ca.crt")
        context.load_cert_chain(pki / "admin.crt", pki / "admin.key")
        return http.client.HTTPSConnection("127.0.0.1", PORT, timeout=seconds, context=context)

    def api(self, path):
        """GET of a path, as JSON; a hundred times cheaper than starting kubectl. Raises Failed on any answer but 200."""
        connection = self.connection(seconds=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise Failed(f"GET {path}: {answer.status} {body[:300]!r}")
        return json.loads(body)
