# SPDX-License-Identifier: Apache-2.0
"""A pod of its own for the scripts: copies of them, with all their paths below one temporary folder."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
RUN = "pi-0a1b2c3d"
DOMAIN = f"{RUN}.hpc.svc.cluster.local"
# Which paths of the scripts are the pod's own; longer ones first.
PATHS = ("/etc/mpi-ssh", "/etc/mpi", "/run/mpi", "/etc/hostname", "/etc/shadow", "/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd",
         "/usr/share/empty.sshd", "/var/empty/sshd", "/var/empty")
# What a shell adds by itself.
SHELLS_OWN = ("PWD", "OLDPWD", "SHLVL", "_")
DUMP = "import json, os, sys; json.dump([[k.hex(), v.hex()] for k, v in os.environb.items()], sys.stdout)"


def shells():
    """Command lines of the shells that are there; each as it is when it is an image's /bin/sh."""
    found = {}
    if shutil.which("dash"):
        found["dash"] = [shutil.which("dash")]
    if shutil.which("busybox"):
        found["busybox"] = [shutil.which("busybox"), "sh"]
    if shutil.which("bash"):
        found["bash"] = [shutil.which("bash"), "--posix"]
    return found


def worker(index):
    return f"{RUN}-worker-{index}.{DOMAIN}"


def config_text(name):
    """A file of the ConfigMap, from its template."""
    lines = (REPOSITORY / "templates/config.yaml").read_text().splitlines()
    start = lines.index(f"  {name}: |") + 1
    end = next((i for i in range(start, len(lines)) if not lines[i].startswith("    ")), len(lines))
    return "".join(line[4:] + "\n" for line in lines[start:end])


def decode_environment(text):
    return {bytes.fromhex(k): bytes.fromhex(v) for k, v in json.loads(text)}


class Pod:
    """The files of one pod. Programs of the image are small scripts in `bin`, before those of this machine in PATH."""

    def __init__(self, shell, hosts=(), own="launcher", key="-----KEY-----\nAAAA\n-----END-----\n", public="ssh-ed25519 AAAA comment\n"):
        self.shell = shell
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mpicc-start-"))
        self.folder.chmod(0o755)
        for name in ("etc/mpi", "etc/mpi-ssh", "run/mpi", "bin", "up"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "etc/hostname").write_text(own + "\n")
        self.config("hosts", "".join(host + "\n" for host in hosts))
        for script in ("start.sh", "session.sh"):
            self.config(script, (REPOSITORY / "templates" / script).read_text())
        for name in ("ssh_config", "sshd_config"):
            self.config(name, config_text(name))
        if key is not None:
            (self.folder / "etc/mpi-ssh/ssh-privatekey").write_text(key)
        (self.folder / "etc/mpi-ssh/ssh-publickey").write_text(public)

    def moved(self, text):
        """A text with the pod's paths in place of the real ones."""
        pattern = "|".join(re.escape(path) for path in PATHS)
        return re.sub(rf"(?<![\w/.-])({pattern})(?![\w-])", lambda m: str(self.folder) + m.group(1), text)

    def config(self, name, text):
        path = self.folder / "etc/mpi" / name
        path.write_text(self.moved(text))
        path.chmod(0o755)

    def program(self, name, text):
        path = self.folder / "bin" / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)

    def network(self, named='[ -e "$up/$host" ]', listening='[ -e "$up/$host" ]'):
        """A resolver that knows the hosts whose file is in `up`, with an sshd each, and a list of all questions. What bash asks
        for with timeout is whether an sshd listens."""
        head = f'up={self.folder}/up\necho "$host" >>{self.folder}/asked\n'
        self.program("getent", f"host=$2\n{head}{named}\n")
        self.program("timeout", f"host=$5\n{head}{listening}\n")

    def resolve(self, *hosts):
        for host in hosts:
            (self.folder / "up" / host).touch()

    def asked(self):
        path = self.folder / "asked"
        return path.read_text().split() if path.exists() else []

    def file(self, name):
        return self.folder / "run/mpi" / name

    def environment(self, extra=()):
        base = {b"PATH": f"{self.folder}/bin:{os.environ['PATH']}".encode(), b"MPICC_START_DEADLINE": b"20", b"LC_ALL": b"C.UTF-8"}
        return {**base, **dict(extra)}

    def start(self, *words, env=(), **options):
        """Runs start.sh to its end."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 30, "cwd": self.folder, **options}
        return subprocess.run(self.command("start.sh", *words), env=self.environment(env), check=False, **options)

    def command(self, script, *words):
        return [*self.shell, str(self.folder / "etc/mpi" / script), *words]

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    """Runs each class of the main module in a process of its own, all at once: they spend their time waiting."""
    if len(sys.argv) > 1:
        unittest.main()
    module = sys.modules["__main__"]
    classes = [name for name, value in sorted(vars(module).items()) if isinstance(value, type) and issubclass(value, unittest.TestCase)]
    if not classes:
        print("skipped, because there is nothing to run it with")
        sys.exit(77)
    running = [subprocess.Popen([sys.executable, "-B", sys.argv[0], name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for name in classes]
    failed = 0
    for name, child in zip(classes, running):
        output, _ = child.communicate()
        print(f"{name}: {output.splitlines()[-1] if output else 'no output'}")
        if child.returncode:
            failed += 1
            print(output)
    sys.exit(1 if failed else 0)


def each_shell(case):
    """A class decorator: the tests of a class, once for each shell."""
    module = sys.modules[case.__module__]
    for name, command in shells().items():
        made = type(f"{case.__name__}_{name}", (case, unittest.TestCase), {"shell": command, "__module__": case.__module__})
        setattr(module, made.__name__, made)
    return case
