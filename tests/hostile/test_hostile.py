#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files that somebody made to hurt: each ends soon, with few words, without a crash, and with nothing written but what was asked for.

    test_hostile.py MPICC-YAML SECONDS [NAME…]

SECONDS of CPU is how long one may take.

Also hostile names: jobs, namespaces, keys and objects of hooks that would lead out of the output folder.
"""
import os
import resource
import subprocess
import sys
import tempfile

MEGABYTE = 1 << 20
HEAD = "apiVersion: mpicc.dev/v1\nkind: MPIJob\n"
JOB = HEAD + "metadata: {name: pi}\nimage: registry.example.com/pi:1\nrun: pi\n"


def bombs():
    """Name, text, exit codes that are fine."""
    yield "nothing", b"", (1,)
    yield "newlines", b"\n" * (100 * MEGABYTE), (1, 3)
    yield "blanks", b" " * (60 * MEGABYTE), (1, 3)
    yield "nuls", b"\0" * (60 * MEGABYTE), (1, 3)
    yield "letters", b"a" * (60 * MEGABYTE), (1, 3)
    yield "comment", b"#" + b"x" * (60 * MEGABYTE), (1, 3)
    yield "tabs", b"\t" * MEGABYTE, (1,)
    yield "brackets", b"[" * 200000, (1,)
    yield "braces", b"{a: " * 200000, (1,)
    yield "closed-braces", b"[" + b"{}," * 200000 + b"]", (1,)
    yield "dashes", b"- " * 200000, (1,)
    yield "indentation", b"".join(b" " * i + b"a:\n" for i in range(3000)), (1,)
    yield "alias-bomb", ("a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))).encode(), (1,)
    yield "alias-itself", b"a: &a [*a]\n", (1,)
    yield "anchors", "".join(f"k{i}: &a{i} x\n" for i in range(100000)).encode(), (1,)
    yield "aliases", b"a: &a x\nb: [" + b"*a," * 200000 + b"]\n", (1,)
    yield "merge-keys", ("a: &a {x: 1}\n" + "".join(f"b{i}: {{<<: *a}}\n" for i in range(20000))).encode(), (1,)
    yield "documents", b"---\na: 1\n" * 50000, (1,)
    yield "empty-documents", b"---\n" * 200000, (1,)
    yield "directives", b"%YAML 1.2\n" * 50000 + b"---\na: 1\n", (1,)
    yield "tags", b"%TAG ! tag:" + b"x" * MEGABYTE + b":\n---\n!x a\n", (1,)
    yield "keys", (JOB + "env:\n" + "".join(f"  K{i}: v\n" for i in range(100000))).encode(), (0, 1)
    yield "same-keys", (JOB + "env:\n" + "  K: v\n" * 50000).encode(), (1,)
    yield "unknown-keys", (JOB + "".join(f"k{i}: v\n" for i in range(100000))).encode(), (1,)
    yield "long-key", b"? " + b"k" * (10 * MEGABYTE) + b"\n: v\n", (1,)
    yield "long-name", (HEAD + "metadata: {name: " + "n" * MEGABYTE + "}\nimage: x\nrun: pi\n").encode(), (1,)
    yield "long-run", (JOB.replace("run: pi", "run: " + "a " * 500000)).encode(), (0, 1, 4)
    yield "quotes", JOB.encode() + b"workdir: \"" + b"\\x41" * 500000 + b"\"\n", (0, 1)
    yield "mounts", (JOB + "mounts:\n" + "".join(f"- scratch:/d{i}\n" for i in range(20000))).encode(), (0, 1)
    yield "digits", (JOB + "workers: " + "9" * MEGABYTE + "\n").encode(), (1,)
    yield "float", (JOB + "workers: 1" + "0" * 400 + "e999999999\n").encode(), (1,)
    yield "utf-16", JOB.encode("utf-16"), (0, 1)
    yield "utf-16-cut", JOB.encode("utf-16")[:-1], (1,)
    yield "no-utf-8", b"a: \xff\xfe\xfd\n" * 1000, (1,)
    yield "surrogates", JOB.encode() + b"workdir: \"\\ud800\"\n", (1,)
    yield "escapes", b"\x1b]0;owned\x07\x1b[2J: 1\n", (1,)
    yield "line-separators", "\u2028\u2029\u0085".encode() * 100000, (1,)


def hook(line):
    return f"return function(objects)\n  {line}\nend\n"


def added(kind, name, namespace=None):
    place = f", namespace = '{namespace}'" if namespace else ""
    return (f"objects[#objects + 1] = {{apiVersion = 'v1', kind = '{kind}', metadata = {{name = '{name}'{place}}}}}")


def names():
    """Name, job file, hook, whether it may compile: what it writes stays within the folder in any case."""
    for bad in ("../x", "..", ".", "/etc/x", "a/b", ".git", "con:", "a\\b", "A", "x" * 300, "-x", "pi\\0", "\\u202e"):
        yield f"name {bad[:10]}", JOB.replace("name: pi", f'name: "{bad}"'), "", False
        yield f"namespace {bad[:10]}", JOB.replace("name: pi", f'name: pi, namespace: "{bad}"'), "", False
        yield f"object {bad[:10]}", JOB, hook(added("ConfigMap", bad.replace("\\u202e", "\\u{202e}"))), False
    for kind in ("../../Evil", "/etc/Evil", "..", ".git/config", "A\\0B", "a" * 500, ".mpicc-yaml.owned"):
        yield f"kind {kind[:14]}", JOB, hook(added(kind, "x")), False
    yield "twins", JOB, hook(added("Thing", "x") + "\n  " + added("THING", "x") + "\n  " + added("thing", "x")), True


def run(program, folder, arguments, seconds):
    """The result, and the seconds of CPU it took: a busy machine makes nothing hang."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=60 * seconds, stdin=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def listing(folder):
    return sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, files in os.walk(folder) for name in files)


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def try_bomb(program, seconds, text, codes):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, "in.yaml", text)
        done, took = run(program, folder, ["check", "in.yaml"], seconds)
        if done.returncode not in codes:
            yield f"exit code {done.returncode}"
        if took > seconds:
            yield f"{took:.2f} s"
        if len(done.stderr) > 100000:
            yield f"{len(done.stderr)} bytes of messages"
        if any(byte < 0x20 and byte != 0x0A or byte == 0x7F for byte in done.stderr):
            yield "control characters for the terminal"
        if codes != (0,) and done.returncode and not done.stderr:
            yield "no word"


def try_name(program, seconds, job, text, may):
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "a", "b", "c")
        os.makedirs(work)
        write(work, "in.yaml", job + ("hooks: [hook.lua]\n" if text else ""))
        write(work, "hook.lua", text or "return function() end")
        done, took = run(program, work, ["compile", "in.yaml", "-o", "out"], seconds)
        inside = "a/b/c/out/default/pi/"
        files = [f for f in listing(folder) if f not in ("a/b/c/in.yaml", "a/b/c/hook.lua", "a/b/c/out/.mpicc-yaml.owned")]
        if any(not f.startswith(inside) or os.sep in f[len(inside):] for f in files):
            yield f"files: {files}"
        if len({f.lower() for f in files}) != len(files):
            yield f"twins: {files}"
        if done.returncode not in (0, 1) or may != (done.returncode == 0):
            yield f"exit code {done.returncode}"
        if done.returncode and files:
            yield "a failure wrote something"
        if took > seconds:
            yield f"{took:.2f} s"


def main():
    program, seconds = os.path.abspath(sys.argv[1]), float(sys.argv[2])
    tries = [(name, try_bomb, rest) for name, *rest in bombs()] + [(name, try_name, rest) for name, *rest in names()]
    count = failed = 0
    for name, attempt, rest in tries:
        if sys.argv[3:] and name not in sys.argv[3:]:
            continue
        count += 1
        wrong = list(attempt(program, seconds, *rest))
        failed += bool(wrong)
        if wrong:
            print(f"FAIL {name}: {', '.join(wrong)}")
    print(f"{count} hostile inputs, {failed} failed")
    sys.exit(failed > 0 or count == 0)


main()
