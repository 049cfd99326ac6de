#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ways out of a hook's box: the cases of scripts.lua all end soon, at the right line, with nothing written.

    test_escapes.py MPICC-YAML SECONDS [NAME…]

Budget and box (E0502, E0510) are exit code 4, other mistakes 1. SECONDS is how long one may take.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scripts.lua")
JOB = """apiVersion: mpicc.dev/v1
kind: MPIJob
metadata: {name: pi}
image: registry.example.com/pi:1
workers: 2
run: pi
"""
# What is no body of a function, or too long to be read.
WHOLE_FILES = (
    ("bytecode", b"\x1bLuaT\0\x19\x93\r\n\x1a\n\x04\x08\x08xV\0\0\0\0\0\0\0\0\0\0\0(w@", "E0510", 1),
    ("at-start", b"while true do end\n", "E0502", 1),
    ("nested-tables", b"return " + b"{" * 3000, "E0501", 0),
    ("nested-brackets", b"return " + b"(" * 300, "E0501", 0),
    ("too-long", b"--" * (1 << 20), "E0501", 0),
)


def cases():
    """Name, bytes of the hook, the code, its line or 0."""
    yield from WHOLE_FILES
    with open(SCRIPTS, encoding="utf-8") as file:
        parts = re.split(r"^--- (\S+) (\S+) (\d+)\n", file.read(), flags=re.M)[1:]
    for name, code, line, body in zip(*[iter(parts)] * 4):
        yield name, f"return function(objects)\n{body.rstrip()}\nend\n".encode(), code, int(line)


def compile_with(program, folder, text, seconds):
    """Runs the job with the hook in an empty folder; its result and how long it took."""
    with open(os.path.join(folder, "in.yaml"), "w", encoding="utf-8") as file:
        file.write(JOB + "hooks: [hook.lua]\n")
    with open(os.path.join(folder, "hook.lua"), "wb") as file:
        file.write(text)
    begin = time.monotonic()
    done = subprocess.run([program, "compile", "in.yaml", "-o", "out"], cwd=folder, capture_output=True, timeout=10 * seconds,
                          stdin=subprocess.DEVNULL)
    return done, time.monotonic() - begin


def complaints(done, took, seconds, code, line, written):
    said = done.stderr.decode(errors="backslashreplace")
    if not said.startswith(f"error[{code}]: "):
        yield f"no {code}"
    if done.returncode != (4 if code in ("E0502", "E0510") else 1):
        yield f"exit code {done.returncode}"
    if line and f"--> hook.lua:{line}:" not in said:
        yield f"not at line {line}"
    if not re.search(r"(-->|:::) in\.yaml:", said):
        yield "the job is not named"
    if re.search(r"0x[0-9a-f]{6}", said):
        yield "an address is shown"
    if took > seconds:
        yield f"{took:.2f} s"
    if written != ["hook.lua", "in.yaml"]:
        yield f"files: {written}"


def main():
    program, seconds = os.path.abspath(sys.argv[1]), float(sys.argv[2])
    count = failed = 0
    slowest = (0.0, "")
    for name, text, code, line in cases():
        if sys.argv[3:] and name not in sys.argv[3:]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            done, took = compile_with(program, folder, text, seconds)
            wrong = list(complaints(done, took, seconds, code, line, sorted(os.listdir(folder))))
        count += 1
        slowest = max(slowest, (took, name))
        if wrong:
            failed += 1
            print(f"FAIL {name}: {', '.join(wrong)}\n{done.stderr.decode(errors='backslashreplace')}")
    print(f"{count} escapes, {failed} failed; the slowest was {slowest[1]} with {slowest[0]:.2f} s")
    sys.exit(failed > 0 or count == 0)


main()
