# SPDX-License-Identifier: Apache-2.0
"""Job files with one mistake each: FOLDER/job.yaml, first line: what it is; the wrong line ends in `# wrong: CODE`.

A code may have dots for digits that do not matter.
"""
import json
import pathlib
import re
import subprocess

FOLDER = pathlib.Path(__file__).parent
MARK = re.compile(r"# wrong: (\S+)")


class Case:
    def __init__(self, folder):
        self.name = folder.name
        self.path = folder / "job.yaml"
        self.text = self.path.read_text()
        self.title = self.text.split("\n", 1)[0].lstrip("# ").rstrip(".")
        marks = [(number, match[1]) for number, line in enumerate(self.text.split("\n"), 1) if (match := MARK.search(line))]
        assert len(marks) == 1, f"{folder}: {len(marks)} lines are marked"
        self.line, self.code = marks[0]

    def found(self, diagnostics):
        """Whether the mistake is among them, and at its line."""
        hits = [d for d in diagnostics if re.fullmatch(self.code, d["code"])]
        return bool(hits), any(d.get("place", {}).get("line") == self.line for d in hits)


def all_cases():
    return [Case(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "job.yaml").exists()]


def ours(program, case):
    """What `check` says, a dictionary each."""
    done = subprocess.run([program, "check", "--error-format=json", case.path], capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
