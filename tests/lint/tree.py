# SPDX-License-Identifier: Apache-2.0
"""What all checks share: walking the source tree, and how a check is run.

A check is a function check(root) that returns its findings as lines of text,
"path:line: what is wrong". No finding, no failure.
"""
import argparse
import os
import pathlib
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SKIPPED_FOLDERS = {".git", "build", "__pycache__"}


def files(root, *suffixes):
    """All source files, as paths relative to root, sorted; with suffixes, only those whose names end in one."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
        found += [pathlib.Path(folder, name).relative_to(root) for name in names]
    return sorted(path for path in found if not suffixes or path.name.endswith(suffixes))


def text(root, path):
    return (root / path).read_text(encoding="utf-8", errors="replace")


def is_script(root, path):
    """Whether a file without a suffix is a shell script, by its first line."""
    if path.suffix == ".sh":
        return True
    if path.suffix:
        return False
    with open(root / path, "rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and first.rstrip().endswith(b"sh")


def run(check):
    """The main program of a check."""
    parser = argparse.ArgumentParser(description=sys.modules[check.__module__].__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=REPOSITORY, help="the tree to check; default: this one")
    findings = check(parser.parse_args().root)
    print(*findings, sep="\n", end="\n" if findings else "")
    sys.exit(1 if findings else 0)
