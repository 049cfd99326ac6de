# SPDX-License-Identifier: Apache-2.0
"""Kubeflow's MPIJobs, as they are, run as they should."""
from case import IMAGE, MPIS, ClusterTest


def template(name, command, mpi, **spec):
    environment = [{"name": key, "value": value} for key, value in MPIS[mpi][1].items()]
    security = {"runAsUser": 1000, "runAsNonRoot": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]},
                "seccompProfile": {"type": "RuntimeDefault"}}
    return {"spec": {"containers": [{"name": name, "image": IMAGE, "env": environment, "securityContext": security, **command}], **spec}}


class Kubeflow(ClusterTest):
    def program(self, mpi):
        return MPIS[mpi][1]["PATH"].split(":")[0] + "/ranks"

    def check(self, job, count):
        run = self.start({"metadata": {}, **job})
        self.check_ranks(run, count)

    def test_v1(self):
        self.check({
            "apiVersion": "kubeflow.org/v1", "kind": "MPIJob", "metadata": {"name": "v1", "namespace": self.namespace},
            "spec": {"slotsPerWorker": 2, "cleanPodPolicy": "Running", "mpiReplicaSpecs": {
                "Launcher": {"replicas": 1, "template": template("main", {"command": ["mpirun", "-n", "4", self.program("openmpi4")]}, "openmpi4")},
                "Worker": {"replicas": 2, "template": template("main", {}, "openmpi4")}}}}, 4)

    def check_v2beta1(self, mpi, implementation):
        """In the manner of mpi-operator's examples: the worker says how its sshd is started, the launcher has args of its own."""
        sshd = {"command": ["/usr/sbin/sshd"], "args": ["-De", "-f", "/home/mpiuser/.sshd_config"]}
        launch = {"command": ["mpirun"], "args": ["-n", "4", self.program(mpi)]}
        self.check({
            "apiVersion": "kubeflow.org/v2beta1", "kind": "MPIJob", "metadata": {"name": f"v2-{mpi}", "namespace": self.namespace},
            "spec": {"slotsPerWorker": 2, "mpiImplementation": implementation, "sshAuthMountPath": "/home/mpiuser/.ssh",
                     "runPolicy": {"cleanPodPolicy": "Running", "backoffLimit": 0}, "mpiReplicaSpecs": {
                         "Launcher": {"replicas": 1, "restartPolicy": "Never", "template": template("launcher", launch, mpi)},
                         "Worker": {"replicas": 2, "restartPolicy": "Never", "template": template("worker", sshd, mpi)}}}}, 4)


for mpi, implementation in (("openmpi5", "OpenMPI"), ("mpich", "MPICH"), ("intel", "Intel")):
    setattr(Kubeflow, f"test_v2beta1_{mpi}", lambda self, mpi=mpi, i=implementation: self.check_v2beta1(mpi, i))
