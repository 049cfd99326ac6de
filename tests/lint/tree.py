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
SOURCE_SUFFIXES = (".c", ".h", ".def", ".lua", ".cmake", "CMakeLists.txt", ".py", ".go", ".sh")
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


def is_script(root, path, interpreters=("sh", "bash", "dash")):
    """Whether a file is a script for one of the interpreters, by its suffix or its first line."""
    if path.suffix == ".sh":
        return "sh" in interpreters
    if path.suffix:
        return False
    with open(root / path, "rb") as file:
        words = file.readline(80).decode("utf-8", "replace").split()
    return bool(words) and words[0].startswith("#!") and words[-1].rpartition("/")[2] in interpreters


def is_source(root, path):
    """Whether people wrote the file in a language that has comments."""
    return path.name.endswith(SOURCE_SUFFIXES) or is_script(root, path, ("sh", "bash", "dash", "python3", "lua5.4"))


def run(check):
    """The main program of a check."""
    parser = argparse.ArgumentParser(description=sys.modules[check.__module__].__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=REPOSITORY, help="the tree to check; default: this one")
    findings = check(parser.parse_args().root)
    print(*findings, sep="\n", end="\n" if findings else "")
    sys.exit(1 if findings else 0)
