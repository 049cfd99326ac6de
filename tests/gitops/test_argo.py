# SPDX-License-Identifier: Apache-2.0
"""The loop with Argo CD, in each of its ways to apply and to compare."""
import argo
import case
from loop import Core, Loop, LoopTest, Rebuild


class ArgoLoop(Loop, LoopTest):
    """As it is when nothing is said: it applies as kubectl does, and compares with what was applied last."""

    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)


class ArgoServerSideApply(Core, LoopTest):
    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster, options=["ServerSideApply=true"])


class ArgoServerSideDiff(Core, LoopTest):
    """The apiserver also says what would change."""

    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster, options=["ServerSideApply=true"], annotations={"argocd.argoproj.io/compare-options": "ServerSideDiff=true"})


class ArgoRebuild(Rebuild, LoopTest):
    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)
