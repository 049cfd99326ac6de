# SPDX-License-Identifier: Apache-2.0
"""What tests share: a namespace, a job compiled and run in it, and where its ranks were."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

from node import Failed, wait_until

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COMPILER = pathlib.Path(os.environ.get("MPICC_YAML") or next(
    (p for p in (REPOSITORY / f"build/{b}/compiler/cli/mpicc-yaml" for b in ("asan", "release", "dev")) if p.exists()), "mpicc-yaml"))
IMAGE = "mpicc.test/mpi:1"
RANK = re.compile(r"^rank (?P<rank>\d+) of (?P<size>\d+) on (?P<host>\S+) started (?P<started>[\d.]+) at (?P<at>[\d.]+)(?P<rest>.*)$", re.M)
VARIABLE = re.compile(r" (\w+)=(.*?)(?= \w+=|$)")

UNTIL = float(os.environ.get("MPICC_TESTS_UNTIL") or "inf")  # seconds since 1970; tests that would begin later are left out

cluster = None  # the node of this run: main.py sets it

# Each MPI of the image: the flavour, and the environment that an image of that MPI alone would have.
SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
MPIS = {
    "openmpi4": ("openmpi", {"PATH": f"/opt/openmpi4/bin:{SYSTEM}"}),
    "openmpi5": ("openmpi", {"PATH": f"/opt/openmpi/bin:{SYSTEM}"}),
    "mpich": ("mpich", {"PATH": f"/opt/mpich/bin:{SYSTEM}"}),
    "intel": ("intel", {"PATH": f"/opt/impi/bin:{SYSTEM}", "I_MPI_ROOT": "/opt/impi",
                        "FI_PROVIDER_PATH": "/opt/impi/opt/mpi/libfabric/lib/prov", "LD_LIBRARY_PATH": "/opt/impi/opt/mpi/libfabric/lib:/opt/impi/lib"}),
}


class Rank:
    def __init__(self, found):
        self.rank, self.size, self.host = int(found["rank"]), int(found["size"]), found["host"]
        self.started, self.at = float(found["started"]), float(found["at"])
        self.env = {m[1]: m[2] for m in VARIABLE.finditer(found["rest"])}


def ranks_of(log):
    return sorted((Rank(found) for found in RANK.finditer(log)), key=lambda rank: rank.rank)


def cluster_apply(*objects):
    cluster.kubectl("apply", "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))


def compile_files(files, keys="plain"):
    """The manifests of a folder with these files, {name: text or object}, as YAML text. JSON is YAML. `keys` None: as jobs say."""
    options = ["--keys", keys, "--insecure-plain-keys"] if keys else []
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        command = [COMPILER, "compile", folder, "-o", "-", "-q", *options]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"mpicc-yaml failed with {done.returncode}: {done.stderr}")
    return done.stdout


class Run:
    """A run in the cluster: its objects are those with the job's label in the namespace."""

    def __init__(self, namespace, name):
        self.namespace, self.name = namespace, name

    def list(self, path, role=None):
        selector = f"mpicc.dev/job%3D{self.name}" + (f",mpicc.dev/role%3D{role}" if role else "")
        group, kind = path.rsplit("/", 1)
        return cluster.api(f"{group}/namespaces/{self.namespace}/{kind}?labelSelector={selector}")["items"]

    def pods(self, role=None):
        return self.list("/api/v1/pods", role)

    def job(self, role="launcher"):
        return self.list("/apis/batch/v1/jobs", role)[0]

    def launcher_pods(self):
        """In order of creation. An indexed run's launcher is the pod of index 0."""
        pods = [p for p in self.pods("launcher") if p["metadata"]["labels"].get("batch.kubernetes.io/job-completion-index", "0") == "0"]
        return sorted(pods, key=lambda pod: pod["metadata"]["creationTimestamp"])

    def condition(self, role="launcher"):
        """What the Job came to: "Complete", "Failed" or None."""
        conditions = self.job(role).get("status", {}).get("conditions", [])
        return next((c["type"] for c in conditions if c["type"] in ("Complete", "Failed") and c["status"] == "True"), None)

    def wait(self, seconds=120):
        """Until the launcher's Job is over; what it came to."""
        wait_until(f"the end of {self.name}", self.condition, seconds)
        return self.condition()

    def log(self, pod=None):
        pod = pod or self.launcher_pods()[-1]
        container = next(c["name"] for c in pod["spec"]["containers"])
        return cluster.kubectl("logs", "-n", self.namespace, pod["metadata"]["name"], "-c", container, check=False)

    def hosts(self):
        """(short name, slots) of each host, from the host file that is in the cluster."""
        config = next(c for c in self.list("/api/v1/configmaps") if "hostfile" in c["data"])
        lines = [re.split(r"[ :]", line) for line in config["data"]["hostfile"].splitlines()]
        return [(line[0].split(".")[0], int(line[-1].removeprefix("slots="))) for line in lines]

    def describe(self):
        """For messages of failures: the launcher's log first, because who shows a part of a long message shows its beginning."""
        pods = [f"{p['metadata']['name']}: {p['status'].get('phase')} {json.dumps(p['status'].get('containerStatuses', [{}])[0].get('state'))}"
                for p in self.pods()]
        return "\n".join(["-- launcher's log:", self.log() if self.launcher_pods() else "(no pod)", "-- pods:", *pods])


def check_time():
    if time.time() > UNTIL:
        raise unittest.SkipTest("the time for tests is over")


class ClusterTest(unittest.TestCase):
    """Each class has a namespace of its own, which enforces Pod Security `level`, and is removed at its end without waiting."""
    level = "restricted"

    @classmethod
    def setUpClass(cls):
        check_time()
        cls.namespace = re.sub(r"(?<!^)([A-Z])", r"-\1", cls.__name__).lower()
        cluster_apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {
            "name": cls.namespace, "labels": {"pod-security.kubernetes.io/enforce": cls.level}}})

    @classmethod
    def tearDownClass(cls):
        cluster.kubectl("delete", "namespace", cls.namespace, "--wait=false")

    def setUp(self):
        check_time()
        self.started = []

    def tearDown(self):
        for run in self.started:
            cluster.kubectl("delete", "jobs,pods", "-n", self.namespace, "-l", f"mpicc.dev/job={run.name}", "--wait=false", "--now")

    def job(self, name, mpi="openmpi4", seconds=0, variables=(), env=None, **fields):
        """A compact job of `ranks`, three workers with two slots unless `fields` say otherwise. None in `fields` leaves a field out."""
        flavour, environment = MPIS[mpi]
        job = {"apiVersion": "mpicc.dev/v1", "kind": "MPIJob", "metadata": {"name": name, "namespace": self.namespace},
               "image": IMAGE, "mpi": flavour, "workers": 3, "slots": 2, "retries": 0, "deadline": "3m",
               "env": {**environment, **(env or {})},
               "run": [f"{environment['PATH'].split(':')[0]}/ranks", str(seconds), *variables], "network": {"fabric": "tcp"}, **fields}
        return {key: value for key, value in job.items() if value is not None}

    def start(self, job, files=None, keys="plain"):
        """Compiles and applies a job; strictly, so that a field the apiserver does not know fails the test."""
        manifests = compile_files({"job.yaml": job, **(files or {})}, keys)
        cluster.kubectl("apply", "--server-side", "--validate=strict", "-f", "-", text=manifests)
        run = Run(job["metadata"].get("namespace", "default"), job["metadata"]["name"])
        self.started.append(run)
        return run

    def check_end(self, run, expected="Complete", seconds=150):
        try:
            self.assertEqual(run.wait(seconds), expected, run.describe())
        except Failed as failure:
            self.fail(f"{failure}\n{run.describe()}")

    def check_ranks(self, run, count=6, tries=1, seconds=150):
        """The run ended well, at its first try unless `tries` says otherwise, and each rank was where the host file puts it."""
        self.check_end(run, seconds=seconds)
        self.assertEqual(len(run.launcher_pods()), tries, run.describe())
        log = run.log()
        ranks = ranks_of(log)
        expected = [host for host, slots in run.hosts() for _ in range(slots)]
        self.assertEqual(len(expected), count)
        self.assertEqual([(r.rank, r.size, r.host) for r in ranks], [(i, count, host) for i, host in enumerate(expected)], log)
        return ranks
