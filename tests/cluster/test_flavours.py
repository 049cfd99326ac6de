# SPDX-License-Identifier: Apache-2.0
"""Every MPI, in both targets: each rank runs on the host that the host file gives it, at the first try."""
from case import MPIS, ClusterTest


class Flavours(ClusterTest):
    def check_split(self, mpi):
        run = self.start(self.job(f"{mpi}-split", mpi))
        self.check_ranks(run)
        self.assertEqual(len(run.pods("worker")), 3)

    def check_indexed(self, mpi):
        run = self.start(self.job(f"{mpi}-indexed", mpi, workers=2, launcher={"ranks": True}, target="indexed"))
        self.check_ranks(run)

    def check_launcher_ranks(self, mpi):
        run = self.start(self.job(f"{mpi}-ranks", mpi, workers=2, launcher={"ranks": True}, target="split"))
        self.check_ranks(run)

    def check_one_worker(self, mpi):
        self.check_ranks(self.start(self.job(f"{mpi}-one", mpi, workers=1)), 2)

    def check_launcher_only(self, mpi):
        self.check_ranks(self.start(self.job(f"{mpi}-alone", mpi, workers=0)), 2)


# A test of its own for each, so that what fails has a name.
for mpi in MPIS:
    for what in ("split", "indexed", "launcher_ranks", "one_worker", "launcher_only"):
        setattr(Flavours, f"test_{mpi}_{what}", lambda self, check=f"check_{what}", mpi=mpi: getattr(self, check)(mpi))
