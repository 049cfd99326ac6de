# SPDX-License-Identifier: Apache-2.0
"""Every MPI, in both targets: each rank runs on the host that the host file gives it, at the first try."""
from case import MPIS, ClusterTest


class Flavours(ClusterTest):
    def check_split(self, mpi):
        run = self.start(self.job(f"{mpi}-split", mpi))
        self.check_ranks(run)
        self.assertEqual(len(run.pods("worker")), 3)

    def check_launcher_is_local(self, name, mpi, target):
        """The launcher forks its own ranks: an MPI that does not know itself by the name in the host file logs in to itself."""
        run = self.start(self.job(name, mpi, workers=2, launcher={"ranks": True}, target=target, variables=("SSH_CONNECTION",)))
        ranks = self.check_ranks(run)
        local = [rank.host for rank in ranks if rank.env["SSH_CONNECTION"] == "(not set)"]
        self.assertEqual(local, [run.hosts()[0][0]] * 2)

    def check_indexed(self, mpi):
        self.check_launcher_is_local(f"{mpi}-indexed", mpi, "indexed")

    def check_launcher_ranks(self, mpi):
        self.check_launcher_is_local(f"{mpi}-ranks", mpi, "split")

    def check_path_of_its_own(self, mpi):
        """Settings of ssh come from the flavour where PATH has lost the ssh that knows them."""
        program = "mpiexec.hydra" if mpi == "intel" else "mpirun"
        job = self.job(f"{mpi}-path", mpi)
        launch = ["env", f"PATH={MPIS[mpi][1]['PATH']}", program, "-n", "6", *job.pop("run")]
        self.check_ranks(self.start({**job, "launch": launch}))

    def check_one_worker(self, mpi):
        self.check_ranks(self.start(self.job(f"{mpi}-one", mpi, workers=1)), 2)

    def check_launcher_only(self, mpi):
        self.check_ranks(self.start(self.job(f"{mpi}-alone", mpi, workers=0)), 2)


# A test of its own for each, so that what fails has a name.
for mpi in MPIS:
    for what in ("split", "indexed", "launcher_ranks", "path_of_its_own", "one_worker", "launcher_only"):
        setattr(Flavours, f"test_{mpi}_{what}", lambda self, check=f"check_{what}", mpi=mpi: getattr(self, check)(mpi))
