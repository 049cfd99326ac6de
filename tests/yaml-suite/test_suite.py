#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The YAML test suite against our reader: test_suite.py EMIT_CAT. README.md says what the files here are."""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECT = os.path.join(HERE, "expect.txt")


def values(text):
    """The JSON documents of a text, one after the other."""
    decoder, at, out = json.JSONDecoder(), 0, []
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        out.append(value)
    return out


def without_nulls(documents):
    """Documents without content are left out by our reader, and a file without any is empty."""
    return [d for d in documents if d is not None]


def outcome(program, case):
    done = subprocess.run([program, "json"], input=case["yaml"].encode(), capture_output=True, timeout=30, check=False)
    if done.returncode not in (0, 1):
        return f"exit code {done.returncode}"
    if done.returncode == 1:
        return re.search(r"error\[(E\d+)\]", done.stderr.decode()).group(1)
    if case.get("fail") or "json" not in case:
        return "accepted"
    got = without_nulls(values(done.stdout.decode()))
    return "same" if got == without_nulls(values(case["json"])) else "differs"


def as_wished(case, result):
    if case.get("fail"):
        return result.startswith("E")
    return result == ("same" if "json" in case else "accepted")


def main():
    with open(os.path.join(HERE, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    found = [(case["id"], result) for case in cases
             if not as_wished(case, result := outcome(os.path.abspath(sys.argv[1]), case))]
    text = "".join(f"{name} {result}\n" for name, result in found)
    if os.environ.get("MPICC_UPDATE") == "1":
        with open(EXPECT, "w", encoding="utf-8") as file:
            file.write(text)
    with open(EXPECT, encoding="utf-8") as file:
        expected = file.read()
    for line in sorted(set(text.splitlines()) ^ set(expected.splitlines())):
        print("now:" if line in text.splitlines() else "was:", line)
    print(f"{len(cases)} cases, {len(cases) - len(found)} as the suite wants them")
    sys.exit(text != expected)


main()
