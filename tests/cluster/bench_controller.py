# SPDX-License-Identifier: Apache-2.0
"""The runtime controller under load on fake nodes, and the MPI Operator beside it; scripts/bench runs this.

    tests/cluster/run --control-plane --module bench_controller RUNS

prints the table of docs/BENCHMARKS.md and writes it there. Times are the apiserver's own, from its audit log.
"""
import collections
import re
import sys
import time
import urllib.request

import audit
import bench_report
import case
import compare
import deployment
import fake
from node import wait_until

LISTEN = "127.0.0.1:18080"
IDLE_SECONDS = 30
SETTLE_SECONDS = 15    # what is still under way then is of another kind
FAST = 400             # requests a second of the job controller while pods are made and tidied; 20, its default, while something is measured
CONTROLLER = f"system:serviceaccount:{deployment.SYSTEM}:{deployment.ACCOUNT}"
OPERATOR = "system:serviceaccount:mpi-operator:mpi-operator"


def say(line):
    print(f"bench: {line}", flush=True)


def memory(process):
    """MiB: resident, of it private to the process, and the most that was ever resident."""
    with open(f"/proc/{process.pid}/status") as file:
        kilobytes = dict(re.findall(r"^(VmRSS|RssAnon|VmHWM):\s+(\d+) kB", file.read(), re.M))
    return tuple(int(kilobytes[name]) / 1024 for name in ("VmRSS", "RssAnon", "VmHWM"))


def metric(name):
    with urllib.request.urlopen(f"http://{LISTEN}/metrics", timeout=20) as answer:
        return float(next(line.rsplit(" ", 1)[1] for line in answer.read().decode().splitlines() if line.startswith(name + " ")))


def idle_share(seconds=2):
    """Of the processors' time, how much nobody used."""
    def read():
        with open("/proc/stat") as file:
            times = [int(word) for word in file.readline().split()[1:9]]
        return times[3] + times[4], sum(times)
    idle, total = read()
    time.sleep(seconds)
    idle_then, total_then = read()
    return (idle_then - idle) / (total_then - total)


class Bench:
    def __init__(self, cluster):
        self.cluster = cluster
        self.audit = audit.Audit(cluster, (CONTROLLER, OPERATOR))
        self.results = {"quiet": []}
        for name in ("scheduler", "manager", "apiserver"):  # pods have their nodes, so that no scheduler is needed
            cluster.stop_process(name)
        cluster.start_apiserver(*self.audit.options)
        wait_until("the apiserver is back", lambda: cluster.kubectl("get", "--raw", "/readyz"))
        cluster.start_manager()
        self.connection = fake.Connection(cluster)
        fake.start_nodes(cluster)

    def set_pace(self, requests):
        """The job controller's. A new one looks at everything first."""
        self.cluster.stop_process("manager")
        self.cluster.start_manager(requests)
        time.sleep(6)

    def wait_for_quiet(self, share=0.7, seconds=60):
        """Others may work on this machine, too. The results tell how quiet it was, however long that took."""
        end, quiet = time.monotonic() + seconds, idle_share()
        while quiet < share and time.monotonic() < end:
            quiet = idle_share()
        self.results["quiet"].append(quiet)

    def wait(self, what, true, seconds=900):
        def checked():
            self.cluster.check_processes()
            return true()
        wait_until(what, checked, seconds, pause=0.25)

    # -- the controller -----------------------------------------------------------------------------------------------

    def start_controller(self, namespace):
        self.cluster.kubectl("create", "namespace", namespace)
        kubeconfig = deployment.install(self.cluster, namespace)
        process = deployment.start(self.cluster, kubeconfig, namespace, LISTEN)
        self.wait("the controller leads", lambda: metric("mpicc_leader") == 1 and metric("mpicc_ledger_complete") == 1)
        return process

    def requests_at_rest(self, user):
        """{what: how many} in IDLE_SECONDS in which nothing happens."""
        begin = time.time()
        time.sleep(IDLE_SECONDS)
        return collections.Counter(f"{e.verb} {e.resource}" for e in self.audit.between(user, begin, time.time()))

    def wait_until_run(self, namespace, pods):
        self.wait(f"{pods} pods are known", lambda: metric('mpicc_cache_objects{kind="Pod"}') == pods)
        self.wait("they run", lambda: self.connection.is_none(namespace, fields="status.phase!=Running"))
        time.sleep(SETTLE_SECONDS)

    def end_launchers(self, namespace, selector):
        for pod in self.connection.pods(namespace, selector, "status.phase=Running"):
            self.connection.end_pod(pod)

    def first_requests(self, namespace):
        """Seconds from each launcher Job's end to the first request for its run, whose Job of workers has its name but for the last word."""
        first, delays = {}, []
        for e in self.audit.read():
            if e.user == CONTROLLER and e.resource == "jobs/status" and e.namespace == namespace:
                first.setdefault(e.name, e.received)
        for name, over in self.audit.over(namespace).items():
            worker = name.removesuffix("-launcher") + "-worker"
            if name.endswith("-launcher") and worker in first:
                delays.append(first[worker] - over)
        return delays

    def end_of_run(self, namespace, number, workers):
        """Seconds from the launcher's end until all workers' deletions were acknowledged, and until the objects were gone."""
        name = fake.Runs.name(number)
        self.set_pace(FAST)
        fake.Runs(self.cluster, namespace, workers).start(self.connection, number)
        running, job = f"mpicc.dev/job%3D{name}", f"{name}-"
        self.wait("workers are there", lambda: len(self.connection.pods(namespace, running)) == workers + 1)
        self.wait("workers run", lambda: self.connection.is_none(namespace, running, "status.phase!=Running"))
        self.set_pace(20)
        self.wait_for_quiet()
        self.end_launchers(namespace, running + ",mpicc.dev/role%3Dlauncher")
        workers_left = running + ",mpicc.dev/role%3Dworker"
        self.wait("workers are gone", lambda: self.connection.is_none(namespace, workers_left))
        gone = time.time()
        over = next(at for launcher, at in self.audit.over(namespace).items() if launcher.startswith(job))
        return self.measured(workers, over, gone, [d for pod, d in self.audit.deletes(namespace).items() if pod.startswith(job)])

    def measured(self, workers, over, gone, deletes):
        if len(deletes) != workers:
            sys.exit(f"bench: {len(deletes)} deletions of {workers} workers were seen")
        others = sum(user == audit.JOB_CONTROLLER for _, user in deletes)
        result = (max(at for at, _ in deletes) - over, gone - over)
        say(f"{workers} workers: deletes acknowledged after {result[0]:.2f} s ({others} of them the job controller's), gone after {result[1]:.1f} s")
        return result

    def measure_ends(self):
        controller = self.start_controller("ends")
        time.sleep(5)
        self.results["idle"] = memory(controller)
        self.results["rest"] = self.requests_at_rest(CONTROLLER)
        say(f"idle: {self.results['idle']} MiB, {dict(self.results['rest'])}")
        self.results["ends"] = {workers: [self.end_of_run("ends", workers + i, workers) for i in range(3)] for workers in (200, 1000)}
        self.cluster.stop_process("controller")

    def measure_runs(self, runs):
        """Many runs at once: memory, requests while they run, all requests that they cost, and how soon each was acted on."""
        namespace = "runs"
        self.set_pace(FAST)
        controller = self.start_controller(namespace)
        begin = time.time()
        template = fake.Runs(self.cluster, namespace, 8)
        for number in range(runs):
            template.start(self.connection, number)
        self.wait_until_run(namespace, runs * 9)
        say(f"{runs} runs run after {time.time() - begin:.0f} s")
        self.results["loaded"] = memory(controller)
        self.results["rest_loaded"] = self.requests_at_rest(CONTROLLER)
        self.wait_for_quiet()
        ending = time.time()
        self.end_launchers(namespace, "mpicc.dev/role%3Dlauncher")
        self.results["ending_seconds"] = time.time() - ending
        self.wait("all runs are in the ledger", lambda: metric('mpicc_runs_finished_total{result="Succeeded"}') == runs)
        self.wait("no worker runs", lambda: self.connection.is_none(namespace, "mpicc.dev/role%3Dworker", "status.phase%3DRunning"))
        say(f"{runs} runs are over after {time.time() - ending:.0f} s")
        time.sleep(SETTLE_SECONDS)
        entries = self.audit.between(CONTROLLER, begin, time.time())
        self.results["requests"] = collections.Counter((e.verb, e.resource) for e in entries)
        self.results["refused"] = collections.Counter((e.verb, e.resource, e.code) for e in entries if e.code and e.code >= 300)
        self.results["first"] = self.first_requests(namespace)
        self.results["runs"], self.results["after"] = runs, memory(controller)
        say(f"requests {dict(self.results['requests'])}, refused {dict(self.results['refused'])}")
        self.cluster.stop_process("controller")

    # -- the operator -------------------------------------------------------------------------------------------------

    def start_operator(self):
        compare.install_operator(self.cluster)
        self.cluster.kubectl("create", "serviceaccount", "-n", "mpi-operator", "mpi-operator")
        self.cluster.kubectl("create", "clusterrolebinding", "mpi-operator", "--clusterrole=cluster-admin", "--serviceaccount=mpi-operator:mpi-operator")
        return compare.start_operator(self.cluster, self.cluster.account_kubeconfig("mpi-operator", "mpi-operator"))

    def measure_operator(self, workers=200):
        self.set_pace(20)
        operator = self.start_operator()
        self.wait("the operator watches", lambda: any(e.resource == "mpijobs" and e.verb == "watch" for e in self.audit.read() if e.user == OPERATOR))
        time.sleep(10)
        self.results["operator_idle"] = memory(operator)
        self.results["operator_rest"] = self.requests_at_rest(OPERATOR)
        self.cluster.kubectl("create", "namespace", "theirs")
        self.connection.send("POST", "/apis/kubeflow.org/v2beta1/namespaces/theirs/mpijobs", mpijob("theirs", workers))
        self.wait("workers and launcher are there", lambda: len(self.connection.pods("theirs")) == workers + 1)
        self.wait("they run", lambda: self.connection.is_none("theirs", fields="status.phase!=Running"))
        time.sleep(SETTLE_SECONDS)
        self.wait_for_quiet()
        role = "training.kubeflow.org/job-role%3D"
        self.end_launchers("theirs", role + "launcher")
        self.wait("workers are gone", lambda: self.connection.is_none("theirs", role + "worker"))
        gone, over = time.time(), next(iter(self.audit.over("theirs").values()))
        deletes = [d for pod, d in self.audit.deletes("theirs").items() if "-worker-" in pod]
        self.results["operator_ends"] = {workers: [self.measured(workers, over, gone, deletes)]}
        self.results["operator_after"] = memory(operator)
        operator.terminate()
        operator.wait()


def mpijob(name, workers):
    template = {"spec": {"nodeName": fake.node_name(0), "containers": [{"name": "mpi", "image": "example.com/pi"}]}}
    return {"apiVersion": "kubeflow.org/v2beta1", "kind": "MPIJob", "metadata": {"name": name, "namespace": "theirs"}, "spec": {
        "runPolicy": {"cleanPodPolicy": "Running"}, "mpiReplicaSpecs": {
            "Launcher": {"replicas": 1, "restartPolicy": "Never", "template": template},
            "Worker": {"replicas": workers, "restartPolicy": "Never", "template": template}}}}


def main(cluster, words):
    bench = Bench(cluster)
    bench.measure_ends()
    bench.measure_operator()
    bench.measure_runs(int(words[0]))
    table = bench_report.table(bench.results, cluster)
    print(table)
    bench_report.document.write(case.REPOSITORY / "docs/BENCHMARKS.md", "controller", table)
    return 0
