# SPDX-License-Identifier: Apache-2.0
"""start.sh and session.sh with a real sshd on a loopback port, and the settings of templates/config.yaml.

Run by root they are tested as root and as a uid of the run's own passwd, in a mount namespace; else as whoever runs them.
"""
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from sandbox import Pod, main, shells, worker

SSHD = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin:/sbin")
SHELL = next(iter(shells().values()), ["/bin/sh"])
# Mounts the files of this folder over those of /etc, and an empty /run; then goes on as the uid.
ENTER = """
set -e
mount -t tmpfs tmpfs /run
for file in passwd group shadow; do
  [ ! -e "$1/$file" ] || mount --bind "$1/$file" "/etc/$file"
done
uid=$2
shift 2
exec setpriv --reuid="$uid" --regid="$uid" --clear-groups -- "$@"
"""


def can_enter():
    """Whether this machine lets us make a mount namespace."""
    if os.getuid() != 0 or not shutil.which("unshare") or not shutil.which("setpriv"):
        return False
    command = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /run"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def new_key(folder, name):
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "521", "-N", "", "-f", folder / name], check=True)
    return (folder / name).read_text(), (folder / f"{name}.pub").read_text()


class Sshd:
    """A worker whose sshd listens; `uid` None: as whoever runs the test."""

    uid = None
    passwd = None
    shadow = None
    environment = {b"TOKEN": b"s3cret $(x) 'y'\nsecond line", b"MARK": b"of the container"}

    @classmethod
    def setUpClass(cls):
        cls.pod = pod = Pod(SHELL, hosts=[worker(0)])
        cls.keys = type(pod.folder)(tempfile.mkdtemp(dir=pod.folder))
        private, public = new_key(cls.keys, "own")
        new_key(cls.keys, "strange")
        cls.port = free_port()
        (pod.folder / "etc/mpi-ssh/ssh-privatekey").write_text(private)
        (pod.folder / "etc/mpi-ssh/ssh-publickey").write_text(public)
        for name, more in (("sshd_config", "ListenAddress 127.0.0.1\n"), ("ssh_config", "  HostName 127.0.0.1\n")):
            text = (pod.folder / "etc/mpi" / name).read_text().replace("${port}", str(cls.port))
            pod.config(name, text + more)
        (pod.folder / "usr/sbin").mkdir(parents=True)
        (pod.folder / "usr/sbin/sshd").symlink_to(SSHD)
        pod.program("own-program", "echo found in PATH\n")
        cls.prepare()
        with open(pod.folder / "log", "wb") as log:
            cls.child = subprocess.Popen(cls.enter(pod.command("start.sh", "worker")), env=pod.environment(cls.environment), stderr=log,
                                         cwd=pod.folder)
        cls.wait_until_it_listens()

    @classmethod
    def prepare(cls):
        folder = cls.pod.folder
        (folder / "over").mkdir()
        for name in ("passwd", "group", "shadow"):
            text = getattr(cls, name, None)
            if text is not None:
                (folder / "over" / name).write_text(text)
        if cls.uid:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, cls.uid, cls.uid)

    @classmethod
    def enter(cls, command):
        if cls.uid is None:
            return command
        return ["unshare", "--mount", "sh", "-c", ENTER, "sh", str(cls.pod.folder / "over"), str(cls.uid), *command]

    @classmethod
    def wait_until_it_listens(cls):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and cls.child.poll() is None:
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", cls.port)) == 0:
                    return
            time.sleep(0.05)
        log = (cls.pod.folder / "log").read_text()
        cls.tearDownClass()
        raise AssertionError(f"sshd does not listen: {log}")

    @classmethod
    def tearDownClass(cls):
        cls.child.terminate()
        cls.child.wait(timeout=10)
        cls.pod.remove()

    def ssh(self, *words, program="ssh", settings=None, **options):
        settings = settings or self.pod.folder / "etc/mpi/ssh_config"
        command = [program, *(["-F", str(settings)] if program == "ssh" else []), *words]
        return subprocess.run(self.enter(command), capture_output=True, check=False, timeout=30, **options)

    def changed(self, old, new):
        """ssh's settings with a text replaced."""
        path = self.pod.folder / "changed_config"
        path.write_text((self.pod.folder / "etc/mpi/ssh_config").read_text().replace(old, new))
        path.chmod(0o644)
        return path

    def test_a_session_has_the_containers_environment(self):
        done = self.ssh(worker(0), 'printf "%s|%s" "$TOKEN" "$MARK"; own-program; pwd')
        wanted = self.environment[b"TOKEN"] + b"|of the containerfound in PATH\n" + bytes(self.pod.folder) + b"\n"
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, wanted, b""))

    def test_exit_codes_and_input_pass_through(self):
        done = self.ssh(worker(0), "cat; exit 7", input=b"through\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (7, b"through\n", b""))

    def test_a_script_on_standard_input_is_run(self):
        done = self.ssh(worker(0), "/bin/sh -f", input=b"echo $MARK\nexit 4\n")
        self.assertEqual((done.returncode, done.stdout), (4, b"of the container\n"))

    def test_a_session_is_its_users(self):
        done = self.ssh(worker(0), "id -u")
        self.assertEqual(done.stdout, f"{os.getuid() if self.uid is None else self.uid}\n".encode())

    def test_plain_ssh_reaches_the_host_with_a_checked_key(self):
        program = str(self.pod.file("bin/ssh"))
        done = self.ssh("-o", "PasswordAuthentication=no", "-o", "StrictHostKeyChecking=no", worker(0), "echo $MARK", program=program)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"of the container\n", b""))

    def test_many_sessions_at_once(self):
        command = self.enter(["ssh", "-F", str(self.pod.folder / "etc/mpi/ssh_config"), worker(0), "echo $MARK"])
        children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(24)]
        self.assertEqual([child.communicate(timeout=40)[0] for child in children], [b"of the container\n"] * 24)

    def test_a_strange_key_is_refused(self):
        done = self.ssh(worker(0), "true", settings=self.changed(str(self.pod.file("id")), str(self.keys / "strange")))
        self.assertEqual((done.returncode, done.stdout), (255, b""))
        self.assertIn(b"Permission denied", done.stderr)

    def test_a_strange_host_is_refused(self):
        known = self.pod.folder / "other_hosts"
        known.write_text("* " + " ".join((self.keys / "strange.pub").read_text().split()[:2]) + "\n")
        known.chmod(0o644)
        done = self.ssh(worker(0), "true", settings=self.changed(str(self.pod.file("known_hosts")), str(known)))
        self.assertEqual((done.returncode, done.stdout), (255, b""))
        self.assertIn(b"Host key verification failed", done.stderr)

    def test_nothing_is_forwarded(self):
        done = self.ssh("-o", "ExitOnForwardFailure=yes", "-R", "127.0.0.1:0:127.0.0.1:9", worker(0), "true")
        self.assertEqual(done.returncode, 255)


if SSHD:
    if can_enter():
        class AsUnknownUid(Sshd, unittest.TestCase):
            uid = 4242
            passwd = ("mpi:x:4242:4242::/tmp:/bin/sh\nroot:x:0:0::/root:/bin/sh\nsshd:x:74:74::/run/sshd:/sbin/nologin\n"
                      "nobody:x:65534:65534::/:/sbin/nologin\n")
            group = "mpi:x:4242:\nroot:x:0:\nsshd:x:74:\nnogroup:x:65534:\n"

        class AsRoot(Sshd, unittest.TestCase):
            uid = 0
            passwd = "root:x:0:0::/root:/bin/sh\nsshd:x:74:74::/run/sshd:/sbin/nologin\nnobody:x:65534:65534::/:/sbin/nologin\n"
            group = "root:x:0:\nsshd:x:74:\nnogroup:x:65534:\n"

        class AsRootWithALockedPassword(AsRoot):
            shadow = "root:!locked::0:99999:7:::\n"

            @classmethod
            def prepare(cls):
                super().prepare()
                script = cls.pod.folder / "etc/mpi/start.sh"
                script.write_text(script.read_text().replace(f"{cls.pod.folder}/etc/shadow", "/etc/shadow"))
    elif os.getuid() != 0:
        class AsWhoever(Sshd, unittest.TestCase):
            pass


if __name__ == "__main__":
    main()
