# SPDX-License-Identifier: Apache-2.0
"""The scripts that flavours put into the ConfigMap, run as they stand in tests/unit/flavour/cases."""
import subprocess
import unittest

from sandbox import REPOSITORY, Pod, each_shell, main

HOSTS = [f"pi-0mpicc0h-worker-{i}.pi-0mpicc0h.hpc.svc.cluster.local" for i in range(4)]


def parts(case):
    """The parts of a case's plan.txt by their headings."""
    text = (REPOSITORY / "tests/unit/flavour/cases" / case / "plan.txt").read_text()
    found = {}
    for part in text.split("== ")[1:]:
        name, _, body = part.partition("\n")
        found[name] = body
    return found


class InPod:
    shell = None

    def run_file(self, case, name, program=None):
        """Runs a file of the case in a pod whose resolver knows workers 0 and 2."""
        plan = parts(case)
        pod = Pod(self.shell, hosts=HOSTS)
        self.addCleanup(pod.remove)
        pod.config("hostfile", plan["hostfile"])
        pod.config(name, plan[name])
        pod.network()
        pod.resolve(HOSTS[0], HOSTS[2])
        if program:
            pod.program(*program)
        return subprocess.run(pod.command(name), env=pod.environment(), capture_output=True, check=False, timeout=20)


@each_shell
class Discovery(InPod):
    def test_lists_the_hosts_that_have_an_address(self):
        done = self.run_file("horovod-elastic", "discover_hosts.sh")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(done.stdout.decode(), f"{HOSTS[0]}:2\n{HOSTS[2]}:2\n")

    def test_nobody_there_is_no_error(self):
        done = self.run_file("horovod-elastic", "discover_hosts.sh", program=("getent", "exit 2\n"))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))


@each_shell
class MpirunRsh(InPod):
    """The home is the one that passwd names; with an `id` that prints nothing, it is HOME."""

    BLOCK = f"Host *.{HOSTS[0].partition('.')[2]}\nInclude @/etc/mpi/ssh_config\nHost *\n"

    def start(self, before=None):
        """Runs the script twice, which must leave the same settings; gives them."""
        pod = Pod(self.shell, hosts=HOSTS)
        self.addCleanup(pod.remove)
        pod.config("mpirun_rsh.sh", parts("mvapich-rsh")["mpirun_rsh.sh"])
        pod.program("id", "")
        settings = pod.folder / "home/.ssh/config"
        if before is not None:
            settings.parent.mkdir(parents=True)
            settings.write_text(before)
        texts = []
        for _ in range(2):
            command = pod.command("mpirun_rsh.sh", "/bin/sh", "-c", 'umask; echo "$1"', "sh", "a b")
            env = pod.environment({b"HOME": bytes(pod.folder / "home"), b"home": b"the user's"})
            done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=20, umask=0o027)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"0027\na b\n", b""))
            self.assertEqual(settings.stat().st_mode & 0o777, 0o600)
            texts.append(settings.read_text().replace(str(pod.folder), "@"))
        self.assertEqual(*texts)
        return texts[0]

    def test_makes_settings(self):
        self.assertEqual(self.start(), self.BLOCK)

    def test_goes_before_settings_that_are_there(self):
        own = "Port 99\nHost github.com\n  User git\n"
        self.assertEqual(self.start(own), self.BLOCK + own)


if __name__ == "__main__":
    main()
