# SPDX-License-Identifier: Apache-2.0
"""The same MPIJob, with the same image, run by the MPI Operator and by what mpicc-yaml compiles it to: where do the ranks run?

    tests/cluster/build operator && tests/cluster/run --exec python3 -B tests/cluster/compare.py

prints the table of docs/COMPARISON.md.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import case
import node
from test_kubeflow import template

OPERATOR = pathlib.Path(__file__).parent / "operator"
NAMESPACE = "compare"


def mpijob(name, mpi, implementation, ranks):
    launch = {"command": ["mpirun"], "args": ["-n", str(ranks), case.MPIS[mpi][1]["PATH"].split(":")[0] + "/ranks"]}
    sshd = {"command": ["/usr/sbin/sshd"], "args": ["-De", "-f", "/home/mpiuser/.sshd_config"]}
    return {"apiVersion": "kubeflow.org/v2beta1", "kind": "MPIJob", "metadata": {"name": name, "namespace": NAMESPACE}, "spec": {
        "slotsPerWorker": 2, "mpiImplementation": implementation, "sshAuthMountPath": "/home/mpiuser/.ssh",
        "runPolicy": {"cleanPodPolicy": "Running", "backoffLimit": 1, "activeDeadlineSeconds": 60}, "mpiReplicaSpecs": {
            "Launcher": {"replicas": 1, "restartPolicy": "Never", "template": template("launcher", launch, mpi)},
            "Worker": {"replicas": 2, "restartPolicy": "Never", "template": template("worker", sshd, mpi)}}}}


def install_operator(cluster):
    """The CRD of its module, and its namespace."""
    folder = subprocess.run(["go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", "github.com/kubeflow/mpi-operator"], cwd=OPERATOR, check=True,
                            capture_output=True, text=True).stdout.strip()
    cluster.kubectl("apply", "--server-side", "-f", f"{folder}/manifests/base/kubeflow.org_mpijobs.yaml")
    node.wait_until("MPIJobs are known", lambda: cluster.api("/apis/kubeflow.org/v2beta1"))
    cluster.kubectl("create", "namespace", "mpi-operator")


def start_operator(cluster, kubeconfig):
    """A process instead of a pod: it is the same program."""
    log = open(cluster.folder / "log/operator", "ab")
    return subprocess.Popen([cluster.bin / "operator", "-kubeConfig", kubeconfig, "-namespace", "", "-lock-namespace", "mpi-operator"],
                            stdout=log, stderr=log, env={**os.environ, "KUBECONFIG": str(kubeconfig)})


def theirs(cluster, job):
    """What the operator made of it: the Job's condition, and the last launcher's log."""
    cluster.kubectl("apply", "-f", "-", text=json.dumps(job))
    name, jobs = job["metadata"]["name"], f"/apis/batch/v1/namespaces/{NAMESPACE}/jobs/{job['metadata']['name']}-launcher"

    def condition():
        return next((c["type"] for c in cluster.api(jobs).get("status", {}).get("conditions", []) if c["type"] in ("Complete", "Failed")), None)
    node.wait_until(f"the end of {name}", condition, 120)
    pods = cluster.api(f"/api/v1/namespaces/{NAMESPACE}/pods?labelSelector=training.kubeflow.org/job-name%3D{name},"
                       "training.kubeflow.org/job-role%3Dlauncher")["items"]
    logs = [cluster.kubectl("logs", "-n", NAMESPACE, pod["metadata"]["name"], check=False) for pod in pods]
    return condition(), len(pods), next((log for log in logs if case.ranks_of(log)), logs[-1] if logs else "")


def ours(job):
    job = {**job, "metadata": {**job["metadata"], "name": job["metadata"]["name"] + "-ours"}}
    case.cluster.kubectl("apply", "--server-side", "-f", "-", text=case.compile_files({"job.yaml": job}))
    run = case.Run(NAMESPACE, job["metadata"]["name"])
    return run.wait(120), len(run.launcher_pods()), run.log()


def places(name, result):
    condition, tries, log = result
    hosts = [re.sub(rf"^{name}-(ours-\w{{8}}-)?", "", rank.host) for rank in case.ranks_of(log)]
    where = " ".join(hosts) if hosts else "nowhere: " + " ".join(log.split()).lstrip("- ")[:90]
    return f"{condition}, {tries} {'try' if tries == 1 else 'tries'}: {where}"


def main():
    cluster = case.cluster = node.Node.of_environment()
    cluster.kubectl("create", "namespace", NAMESPACE)
    install_operator(cluster)
    operator = start_operator(cluster, cluster.kubeconfig)
    try:
        print("| MPI | ranks | MPI Operator v0.8.2 | mpicc-yaml |\n|---|---|---|---|")
        for mpi, implementation in (("openmpi4", "OpenMPI"), ("openmpi5", "OpenMPI"), ("mpich", "MPICH"), ("intel", "Intel")):
            for ranks in (2, 4):
                job = mpijob(f"{mpi}-{ranks}", mpi, implementation, ranks)
                rows = [places(job["metadata"]["name"], theirs(cluster, job)), places(job["metadata"]["name"], ours(job))]
                print(f"| {mpi} | {ranks} | {' | '.join(rows)} |", flush=True)
    finally:
        operator.terminate()
        operator.wait()


if __name__ == "__main__":
    sys.exit(main())
