# SPDX-License-Identifier: Apache-2.0
"""The loop with Flux's source-controller and kustomize-controller."""
import case
import flux
from loop import Core, Loop, LoopTest, Rebuild


class FluxLoop(Loop, LoopTest):
    tells_failures = False

    @classmethod
    def make_tool(cls):
        return flux.Flux(case.cluster)


class FluxWait(Core, LoopTest):
    """Told to wait, so that it tells how runs end."""

    @classmethod
    def make_tool(cls):
        return flux.Flux(case.cluster, wait=True)


class FluxRebuild(Rebuild, LoopTest):
    @classmethod
    def make_tool(cls):
        return flux.Flux(case.cluster)
