# SPDX-License-Identifier: Apache-2.0
"""start.sh and session.sh with programs that only pretend, under each shell there is."""
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

from sandbox import DOMAIN, DUMP, RUN, SHELLS_OWN, Pod, decode_environment, each_shell, main, worker

AWKWARD = {
    b"QUOTES": b"it's \"quoted\"",
    b"LINES": b"one\ntwo\n\n",
    b"SHELL_CODE": b"$(touch pwned) `touch pwned` $HOME ${x:-y} ; touch pwned #",
    b"DASHES": b"-n --help -",
    b"UNICODE": "grüße ☃".encode(),
    b"NOT_UTF_8": b"\xff\xfe",
    b"BACKSLASHES": b"a\\b\\n\\\\",
    b"EMPTY": b"",
    b"BLANKS": b"  a \t b  ",
    b"GLOBS": b"* ? [a]",
    b"ASSIGNMENT": b"a=b=c",
}
# Names that scripts like these use: the user's of that name must come through.
NAMES = {name.encode(): b"the user's " + name.encode() for name in (
    "config", "count", "deadline", "domain", "file", "folder", "home", "host", "key", "keys", "last", "missing", "name", "names", "now",
    "own", "patience", "private", "public", "report", "role", "run", "ssh", "sshd", "started", "still", "type", "word", "words")}


class InPod:
    shell = None

    def pod(self, *args, **options):
        pod = Pod(self.shell, *args, **options)
        self.addCleanup(pod.remove)
        return pod

    def assert_environment(self, seen, wanted, pod):
        seen = {name: value for name, value in seen.items() if name.decode() not in SHELLS_OWN}
        wanted = {name: value for name, value in wanted.items() if name.decode() not in SHELLS_OWN}
        wanted[b"PATH"] = str(pod.file("bin")).encode() + b":" + wanted[b"PATH"]
        self.assertEqual(seen, wanted)


@each_shell
class Stage(InPod):
    def test_makes_files_for_their_user_only(self):
        pod = self.pod(hosts=[worker(0)])
        done = pod.start("stage")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for name in ("id", "authorized_keys", "known_hosts", "environment"):
            self.assertEqual(pod.file(name).stat().st_mode & 0o777, 0o600, name)
        self.assertEqual(pod.file("known_hosts").read_text(), "* ssh-ed25519 AAAA\n")
        self.assertEqual(pod.file("authorized_keys").read_text(), "ssh-ed25519 AAAA comment\n")

    def test_ends_the_key_with_one_line_end(self):
        for key in ("BEGIN\nx\nEND", "BEGIN\nx\nEND\n", "BEGIN\nx\nEND\n\n\n"):
            pod = self.pod(hosts=[worker(0)], key=key)
            self.assertEqual(pod.start("stage").returncode, 0)
            self.assertEqual(pod.file("id").read_text(), "BEGIN\nx\nEND\n")

    def test_may_run_again(self):
        pod = self.pod(hosts=[worker(0)])
        self.assertEqual(pod.start("stage").returncode, 0)
        again = pod.start("stage", env={b"LATER": b"1"})
        self.assertEqual((again.returncode, again.stderr), (0, b""))
        self.assertIn("LATER", pod.file("environment").read_text())

    def test_says_that_there_is_no_key(self):
        done = self.pod(hosts=[worker(0)], key=None).start("stage")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"as uid {os.getuid()}", done.stderr.decode())

    @unittest.skipIf(os.getuid() == 0, "root can read any file")
    def test_says_that_the_key_cannot_be_read(self):
        pod = self.pod(hosts=[worker(0)])
        (pod.folder / "etc/mpi-ssh/ssh-privatekey").chmod(0)
        done = pod.start("stage")
        self.assertEqual(done.returncode, 1)
        self.assertIn("mpicc: cannot read the key", done.stderr.decode())

    def test_says_that_the_public_key_is_none(self):
        for public in ("", "\n", "AAAA\n"):
            done = self.pod(hosts=[worker(0)], public=public).start("stage")
            self.assertEqual(done.returncode, 1, public)
            self.assertIn("mpicc: the public key", done.stderr.decode())

    def test_says_that_the_run_folder_is_not_there(self):
        pod = self.pod(hosts=[worker(0)])
        (pod.folder / "run/mpi").rmdir()
        (pod.folder / "run/mpi").touch()
        done = pod.start("stage")
        self.assertEqual(done.returncode, 1)
        self.assertIn("mpicc: cannot write to", done.stderr.decode())


@each_shell
class Roles(InPod):
    def test_launcher_becomes_the_command(self):
        pod = self.pod(hosts=[])
        (pod.folder / "etc/mpi/hosts").write_text("launcher.x\n")
        words = ["a b", "", "-n", "$HOME", "it's", 'say "x"', "*", "line\nend"]
        done = pod.start("launcher", sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit(42)", *words)
        self.assertEqual((done.returncode, done.stdout.decode()), (42, f"{words}\n"))

    def test_the_command_gets_the_environment_as_it_is(self):
        pod = self.pod(hosts=["launcher.x"])
        given = {**AWKWARD, **NAMES}
        done = pod.start("launcher", sys.executable, "-c", DUMP, env=given)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_environment(decode_environment(done.stdout), pod.environment(given), pod)
        self.assertFalse((pod.folder / "pwned").exists())

    def test_the_command_gets_the_umask_and_the_input_as_they_are(self):
        pod = self.pod(hosts=["launcher.x"])
        code = "import os, sys; print(oct(os.umask(0)), sys.stdin.read())"
        done = pod.start("launcher", sys.executable, "-c", code, input=b"from outside", umask=0o027)
        self.assertEqual(done.stdout, b"0o27 from outside\n")

    def test_a_missing_command_is_the_shells_error(self):
        done = self.pod(hosts=["launcher.x"]).start("launcher", "/no/such/program")
        self.assertIn(done.returncode, (126, 127))

    def sshd(self, pod):
        pod.program("sshd", f'echo "$@" >{pod.folder}/sshd.words\nexec sleep 0.3\n')
        return pod

    def sshd_words(self, pod):
        path = pod.folder / "sshd.words"
        deadline = time.monotonic() + 5
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return path.read_text().split() if path.exists() else None

    def test_worker_runs_sshd(self):
        pod = self.sshd(self.pod(hosts=[worker(0)]))
        self.assertEqual(pod.start("worker").returncode, 1)
        self.assertEqual(self.sshd_words(pod), ["-D", "-e", "-f", f"{pod.folder}/etc/mpi/sshd_config"])

    def test_ranks_has_an_sshd_beside_the_command(self):
        pod = self.sshd(self.pod(hosts=["launcher.x", worker(0)]))
        pod.network()
        pod.resolve(worker(0))
        begin = time.monotonic()
        done = pod.start("ranks", "echo", "launched", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stdout), (0, b"launched\n"))
        self.assertLess(time.monotonic() - begin, 60)
        self.assertTrue(self.sshd_words(pod))

    def test_indexed_0_launches(self):
        pod = self.sshd(self.pod(hosts=["launcher.x"]))
        done = pod.start("indexed", "echo", "launched", env={b"JOB_COMPLETION_INDEX": b"0"})
        self.assertEqual((done.returncode, done.stdout), (0, b"launched\n"))
        self.assertTrue(self.sshd_words(pod))

    def test_other_indexes_are_workers(self):
        for index in (b"1", b"3", b"10"):
            pod = self.sshd(self.pod(hosts=[worker(0)]))
            done = pod.start("indexed", "echo", "launched", env={b"JOB_COMPLETION_INDEX": index})
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertTrue(self.sshd_words(pod))

    def test_gate_ends_when_the_workers_are_there(self):
        pod = self.pod(hosts=[worker(0)])
        pod.network()
        pod.resolve(worker(0))
        done = pod.start("gate")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    def test_an_image_without_sshd(self):
        pod = self.pod(hosts=["launcher.x"])
        without = {b"PATH": f"{pod.folder}/bin:{tools(pod)}".encode()}
        for role in ("worker", "ranks"):
            done = pod.start(role, "echo", "launched", env=without)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn("mpicc: the image has no sshd", done.stderr.decode())

    def test_roles_that_there_are_not(self):
        pod = self.pod(hosts=[worker(0)])
        self.assertIn("unknown role wroker", pod.start("wroker").stderr.decode())
        self.assertIn("which role", pod.start().stderr.decode())
        self.assertEqual((pod.start("wroker").returncode, pod.start().returncode), (1, 1))


def tools(pod):
    """A folder with the programs that an image must have, and nothing else."""
    folder = pod.folder / "tools"
    folder.mkdir()
    for name in ("cat", "chmod", "date", "echo", "id", "mkdir", "mv", "rm", "sleep", "env"):
        path = next(p for p in (f"/bin/{name}", f"/usr/bin/{name}") if os.path.exists(p))
        (folder / name).symlink_to(path)
    return folder


@each_shell
class Waiting(InPod):
    def launch(self, pod, seconds=20, **options):
        begin = time.monotonic()
        done = pod.start("launcher", "echo", "launched", env={b"MPICC_START_DEADLINE": str(seconds).encode()}, **options)
        return done, time.monotonic() - begin

    def test_nobody_to_wait_for(self):
        pod = self.pod(hosts=[f"launcher.{DOMAIN}"])
        pod.network()
        done, seconds = self.launch(pod)
        self.assertEqual((done.returncode, done.stdout, pod.asked()), (0, b"launched\n", []))
        self.assertLess(seconds, 20)

    def test_all_are_there(self):
        pod = self.pod(hosts=[f"launcher.{DOMAIN}", *map(worker, range(70))])
        pod.network()
        pod.resolve(*map(worker, range(70)))
        done, seconds = self.launch(pod)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"launched\n", b""))
        self.assertEqual(set(pod.asked()), set(map(worker, range(70))))
        self.assertGreaterEqual(seconds, 1)

    def test_they_come_one_after_another(self):
        pod = self.pod(hosts=list(map(worker, range(3))))
        pod.network()
        timers = [threading.Timer(delay, pod.resolve, [worker(i)]) for i, delay in ((2, 0.5), (0, 1.6), (1, 2.6))]
        for timer in timers:
            timer.start()
        done, seconds = self.launch(pod)
        self.assertEqual((done.returncode, done.stdout), (0, b"launched\n"))
        self.assertGreaterEqual(seconds, 2.6)
        self.assertLess(seconds, 60)

    def test_the_others_are_not_asked_for_before_the_last(self):
        pod = self.pod(hosts=list(map(worker, range(40))))
        pod.network()
        threading.Timer(2.5, pod.resolve, map(worker, range(40))).start()
        done, _ = self.launch(pod)
        self.assertEqual(done.returncode, 0)
        self.assertEqual([pod.asked().count(worker(i)) for i in range(39)], [1] * 39)

    def test_they_never_come(self):
        pod = self.pod(hosts=list(map(worker, range(3))))
        pod.network()
        pod.resolve(worker(1))
        done, seconds = self.launch(pod, seconds=2)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertEqual(done.stderr.decode(), f"mpicc: after 2 s these workers still do not answer: {worker(0)} {worker(2)}\n")
        self.assertLess(seconds, 60)

    def test_a_name_without_an_sshd_is_waited_for(self):
        pod = self.pod(hosts=list(map(worker, range(2))))
        pod.network(listening=f'[ "$host" = {worker(0)} ]')
        pod.resolve(worker(0), worker(1))
        done, _ = self.launch(pod, seconds=2)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertEqual(done.stderr.decode(), f"mpicc: after 2 s these workers still do not answer: {worker(1)}\n")

    def test_a_long_list_is_cut(self):
        pod = self.pod(hosts=list(map(worker, range(25))))
        pod.network()
        done, _ = self.launch(pod, seconds=1)
        self.assertTrue(done.stderr.decode().endswith(f"{worker(9)} and 15 more\n"), done.stderr)

    def test_the_last_moment_counts(self):
        pod = self.pod(hosts=[worker(0), worker(1)])
        late = f'[ "$(wc -l <{pod.folder}/asked)" -ge 2 ]'
        pod.network(named=late, listening=late)
        done, _ = self.launch(pod, seconds=1)
        self.assertEqual((done.returncode, done.stdout), (0, b"launched\n"))

    def test_what_an_earlier_container_saw_does_not_count(self):
        pod = self.pod(hosts=[worker(0)])
        pod.network()
        pod.file("up").mkdir()
        pod.file("up").joinpath(worker(0)).touch()
        done, _ = self.launch(pod, seconds=1)
        self.assertEqual(done.returncode, 1)

    def test_without_getent_ssh_tells(self):
        pod = self.pod(hosts=[worker(0)])
        pod.program("ssh", f'echo "$@" >>{pod.folder}/ssh.words\n')
        pod.program("echo", 'printf "%s\\n" "$*"\n')
        done = pod.start("launcher", "echo", "launched", env={b"PATH": f"{pod.folder}/bin:{tools(pod)}".encode()})
        self.assertEqual((done.returncode, done.stdout), (0, b"launched\n"))
        words = (pod.folder / "ssh.words").read_text()
        self.assertIn(" -n ", " " + words)
        self.assertIn(f"{worker(0)} true", words)

    def test_a_signal_ends_the_waiting(self):
        pod = self.pod(hosts=[worker(0)])
        pod.network()
        child = subprocess.Popen(pod.command("start.sh", "launcher", "echo"), env=pod.environment(), stderr=subprocess.PIPE,
                                 start_new_session=True)
        time.sleep(0.7)
        child.send_signal(signal.SIGTERM)
        begin = time.monotonic()
        self.assertEqual(child.wait(timeout=10), 143)
        self.assertLess(time.monotonic() - begin, 60)
        os.killpg(child.pid, signal.SIGKILL)
        child.stderr.close()


@each_shell
class Ending(InPod):
    def pod_with_sshd(self, text, **options):
        pod = self.pod(hosts=[f"launcher.{DOMAIN}"], **options)
        pod.network()
        pod.program("sshd", text)
        return pod

    def start_and_end(self, pod, *words):
        """Starts it, tells it to end as soon as it is `ready`, and returns how it ended."""
        child = subprocess.Popen(pod.command("start.sh", *words), env=pod.environment(), stderr=subprocess.PIPE, start_new_session=True,
                                 cwd=pod.folder)
        while not pod.folder.joinpath("ready").exists():
            time.sleep(0.05)
        child.send_signal(signal.SIGTERM)
        status = child.wait(timeout=20)
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.stderr.close()
        return status

    def test_a_worker_that_is_told_to_end_has_not_succeeded(self):
        pod = self.pod_with_sshd("trap 'exit 0' TERM\n: >ready\nwhile sleep 0.1; do :; done\n")
        self.assertEqual(self.start_and_end(pod, "worker"), 143)

    def test_a_worker_whose_sshd_ends_has_not_succeeded(self):
        done = self.pod_with_sshd("exit 0\n").start("worker")
        self.assertEqual((done.returncode, done.stderr), (1, b"mpicc: sshd ended\n"))

    def test_the_command_is_told_to_end_and_its_status_counts(self):
        pod = self.pod_with_sshd("")
        pod.program("program", f"trap 'sleep 0.3; exit 7' TERM\n: >{pod.folder}/ready\nwhile sleep 0.1; do :; done\n")
        self.assertEqual(self.start_and_end(pod, "launcher", "program"), 7)

    def test_the_command_ends_the_launcher_with_its_status(self):
        for status in (0, 3, 255):
            self.assertEqual(self.pod_with_sshd("").start("launcher", "sh", "-c", f"exit {status}").returncode, status)

    def test_the_command_reads_what_the_container_is_given(self):
        done = self.pod_with_sshd("").start("launcher", "cat", input=b"given")
        self.assertEqual((done.returncode, done.stdout), (0, b"given"))

    def test_sessions_that_did_not_end_well_are_named(self):
        pod = self.pod_with_sshd("")
        note = f"mkdir -p {pod.file('sessions')}; : >{pod.file('sessions')}/{{}}; "
        done = pod.start("launcher", "sh", "-c", note.format("worker-1") + note.format("worker-3"))
        self.assertEqual((done.returncode, done.stderr), (1, b"mpicc: lost, although the launcher ended with 0: worker-1 worker-3\n"))
        self.assertEqual(pod.start("launcher", "sh", "-c", note.format("worker-1") + "exit 9").returncode, 9)

    def test_sessions_may_end_after_the_command(self):
        pod = self.pod_with_sshd("")
        done = pod.start("launcher", "sh", "-c", f"mkdir -p {pod.file('sessions')}/worker-1; (sleep 1; rmdir {pod.file('sessions')}/*) &")
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_sessions_of_an_earlier_container_do_not_count(self):
        pod = self.pod_with_sshd("")
        pod.file("sessions/worker-1").mkdir(parents=True)
        self.assertEqual(pod.start("launcher", "true").returncode, 0)


@each_shell
class Session(InPod):
    def session(self, pod, command, env=(), **options):
        fresh = {b"PATH": b"/usr/bin:/bin", b"SSH_CONNECTION": b"10.0.0.1 1 10.0.0.2 2", **dict(env)}
        if command is not None:
            fresh[b"SSH_ORIGINAL_COMMAND"] = command.encode()
        return subprocess.run(pod.command("session.sh"), env=fresh, capture_output=True, check=False, timeout=20, cwd="/", **options)

    def test_hands_on_the_environment_as_it_is(self):
        pod = self.pod(hosts=[worker(0)])
        given = {**AWKWARD, **NAMES}
        self.assertEqual(pod.start("stage", env=given).returncode, 0)
        (pod.folder / "dump.py").write_text(DUMP)
        done = self.session(pod, f"{sys.executable} {pod.folder}/dump.py")
        self.assertEqual(done.returncode, 0, done.stderr)
        wanted = {**pod.environment(given), b"SSH_CONNECTION": b"10.0.0.1 1 10.0.0.2 2"}
        self.assert_environment(decode_environment(done.stdout), wanted, pod)
        self.assertFalse((pod.folder / "pwned").exists())

    def test_is_in_the_containers_folder(self):
        pod = self.pod(hosts=[worker(0)])
        pod.start("stage")
        done = self.session(pod, "pwd -P; echo $PWD")
        self.assertEqual(done.stdout.decode().split(), [str(pod.folder.resolve())] * 2)

    def test_does_without_a_folder_that_is_gone(self):
        pod = self.pod(hosts=[worker(0)])
        gone = pod.folder / "gone"
        gone.mkdir()
        pod.start("stage", cwd=gone)
        gone.rmdir()
        done = self.session(pod, "echo here")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"here\n", b""))

    def test_names_that_shells_keep_for_themselves(self):
        pod = self.pod(hosts=[worker(0)])
        names = ("UID", "EUID", "PPID", "OPTIND", "LINENO", "RANDOM", "IFS", "PS4", "HOSTNAME", "MAIL")
        self.assertEqual(pod.start("stage", env={name.encode(): b"7" for name in names}).returncode, 0)
        done = self.session(pod, "echo here")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"here\n", b""))

    def test_exit_codes_and_input_pass_through(self):
        pod = self.pod(hosts=[worker(0)])
        pod.start("stage")
        done = self.session(pod, "cat; exit 7", input=b"through")
        self.assertEqual((done.returncode, done.stdout), (7, b"through"))

    def test_without_a_command_it_is_a_shell(self):
        pod = self.pod(hosts=[worker(0)])
        pod.start("stage", env={b"SEEN": b"yes"})
        done = self.session(pod, None, input=b"echo $SEEN\nexit 3\n")
        self.assertEqual((done.returncode, done.stdout), (3, b"yes\n"))


@each_shell
class Ssh(InPod):
    """The run's ssh in /run/mpi/bin."""

    def setUp(self):
        self.the_pod = self.pod(hosts=[f"launcher.{DOMAIN}"])
        self.the_pod.program("ssh", 'printf "%s|" "$@"\n')

    def ssh(self, *words):
        done = self.the_pod.start("launcher", "ssh", *words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode().split("|")[:-1]

    def test_reaches_hosts_of_the_run_with_its_settings(self):
        ours = ["-F", f"{self.the_pod.folder}/etc/mpi/ssh_config", "-o", "StrictHostKeyChecking=yes"]
        for words in ([worker(3), "hostname", "-I"], ["-o", "StrictHostKeyChecking=no", worker(0), "true"], [f"mpi@{worker(0)}"],
                      [f"{RUN}-worker-12", "a b"], ["-q", "-x", f"{RUN}-launcher"]):
            self.assertEqual(self.ssh(*words), [*ours, *words])

    def test_reaches_others_as_ever(self):
        for words in (["git@github.com", "git-upload-pack 'x'"], ["example.com"], [f"{RUN[:-1]}-worker-1"], []):
            self.assertEqual(self.ssh(*words), words or [""])

    def test_is_not_found_by_itself_when_a_container_starts_again(self):
        self.ssh(worker(0))
        self.assertEqual(self.ssh("example.com"), ["example.com"])

    def test_is_not_made_where_the_image_has_none(self):
        pod = self.pod(hosts=[worker(0)])
        done = pod.start("stage", env={b"PATH": f"{pod.folder}/bin:{tools(pod)}".encode()})
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertFalse(pod.file("bin/ssh").exists())


@each_shell
class Shadow(InPod):
    """sshd without PAM refuses an account whose password is locked, also with a key."""

    def start(self, text):
        pod = self.pod(hosts=[worker(0)])
        pod.program("sshd", "")
        pod.program("id", "echo 0\n")
        (pod.folder / "etc/shadow").write_text(text)
        self.assertEqual(pod.start("worker").returncode, 1)
        return (pod.folder / "etc/shadow").read_text()

    def test_root_is_unlocked(self):
        self.assertEqual(self.start("root:!locked::0:99999:7:::\nbin:!:1::::::\n"), "root:*::0:99999:7:::\nbin:!:1::::::\n")

    def test_the_rest_is_left_alone(self):
        for text in ("root:*:19000:0:99999:7:::\nbin:!:1::::::\n", "root:$6$a\\b$c:1::::::\n", ""):
            self.assertEqual(self.start(text), text)


if __name__ == "__main__":
    main()
