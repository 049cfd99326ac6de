# SPDX-License-Identifier: Apache-2.0
"""The loop with Argo CD: each of its ways to apply and to compare."""
import argo
import case
from loop import Loop, LoopTest


class ArgoLoop(Loop, LoopTest):
    """As it is when nothing is said: kubectl apply, and a comparison of three."""

    @classmethod
    def make_tool(cls):
        return argo.Argo(case.cluster)
