# SPDX-License-Identifier: Apache-2.0
"""The runtime controller with the rights of its deployment, as a process of the node instead of a pod."""
import case
from node import wait_until

CONTROLLER = case.COMPILER.parents[2] / "runtime-controller/mpicc-controller"
SYSTEM = "mpicc-system"
ACCOUNT = "mpicc-controller"


def install(cluster, namespace):
    """The deployment without its pods, for that namespace, which is there; the kubeconfig of its account."""
    manifests = cluster.kubectl("kustomize", case.REPOSITORY / "runtime-controller/deploy/base")
    cluster.kubectl("apply", "-f", "-", text=manifests.replace("namespace: hpc\n", f"namespace: {namespace}\n").replace("replicas: 2", "replicas: 0"))
    kubeconfig = cluster.account_kubeconfig(SYSTEM, ACCOUNT)
    wait_until("the deployment's rights hold", lambda: cluster.kubectl(
        "auth", "can-i", "create", "secrets", "-n", namespace, "--as", f"system:serviceaccount:{SYSTEM}:{ACCOUNT}") == "yes\n")
    return kubeconfig


def start(cluster, kubeconfig, namespace, listen="127.0.0.1:0"):
    return cluster.start_process("controller", CONTROLLER, "--kubeconfig", kubeconfig, "--namespace", namespace,
                                 "--lease-namespace", SYSTEM, "--listen", listen)
