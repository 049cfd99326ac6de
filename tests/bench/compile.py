# SPDX-License-Identifier: Apache-2.0
"""
mpicc-yaml and its peers on the same work, in one run; scripts/bench compile runs this.

    compile.py COMPILER [LARGEST]     sizes up to LARGEST jobs (100,000)

prints a table and writes it into docs/BENCHMARKS.md, with a plot beside it. Peers come on stdin as "NAME VERSION PATH" lines.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import document
import measure
import plot
import work

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = [1, 100, 1000, 2000, 10000, 100000]
# Beyond these a peer takes minutes; the rows up to there show how it grows.
LARGEST = {"helm": 10000, "jsonnet": 2000, "kustomize": 2000}
COMMIT_JOBS = 2000


def say(line):
    print(f"bench: {line}", file=sys.stderr, flush=True)


class Bench:
    def __init__(self, compiler, peers, folder):
        self.compiler, self.peers, self.folder = compiler, peers, folder
        self.texts = work.one_job(compiler, folder)
        self.objects = work.jsonnet_objects(peers["jsonnet"], self.texts, folder)

    def command(self, name, count):
        """What `name` runs for that many jobs; its inputs are made here."""
        path = self.folder / f"{name}-{count}"
        if name == "mpicc-yaml":
            return [self.compiler, "compile", path if path.exists() else work.job_folder(path, count), "-o", "-", "-q"]
        if name == "helm":
            return [self.peers[name], "template", "x", work.helm_chart(path, self.texts, count)]
        if name == "jsonnet":
            return [self.peers[name], "-y", work.jsonnet_file(path, self.objects, count)]
        return [self.peers[name], "build", work.kustomize_folder(path, count)]

    def rendering(self, largest):
        """{size: {name: Result}}"""
        results = {}
        for count in [size for size in SIZES if size <= largest]:
            names = ["mpicc-yaml", *(name for name in LARGEST if count <= LARGEST[name])]
            commands = {name: self.command(name, count) for name in names}
            tasks = {name: lambda command=command: measure.run_once(command) for name, command in commands.items()}
            results[count] = measure.interleaved(tasks, 21 if count == 1 else 5)
            say(f"{count:,} jobs: " + ", ".join(f"{name} {r.seconds:.4f} s {r.mebibytes:.0f} MiB" for name, r in results[count].items()))
        return results

    def commits(self):
        """{what: Result} for a repository with COMMIT_JOBS jobs; compile to standard output beside them, so that the difference is the commit."""
        jobs = work.job_folder(self.folder / "commit-jobs", COMMIT_JOBS)
        plain = [self.compiler, "compile", jobs, "-o", "-", "-q"]
        repository, files, changed = self.folder / "repository.git", self.folder / "files", jobs / f"{work.name(0)}.yaml"
        into = [self.compiler, "compile", jobs, "--repo", repository, "--branch", "main", "-q"]
        self.turn = 0

        def first():
            shutil.rmtree(repository, ignore_errors=True)
            subprocess.run(["git", "init", "-q", "--bare", repository], check=True)
            return measure.run_once(into)

        def one():
            self.turn += 1
            changed.write_text(work.JOB.format(name=work.name(0)).replace("workers: 4", f"workers: {4 + self.turn}"))
            return measure.run_once(into)

        def git():
            shutil.rmtree(files, ignore_errors=True)
            subprocess.run([self.compiler, "compile", jobs, "-o", files, "-q"], check=True)
            subprocess.run(["git", "init", "-q", files], check=True)
            identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
            return measure.run_once(["sh", "-c", f"git add -A && git {' '.join(identity)} commit -qm bench"], files)

        return measure.interleaved({"compile": lambda: measure.run_once(plain), "first": first, "one": one,
                                    "none": lambda: measure.run_once(into), "git": git}, 5)


def peer_lines(stream):
    return {name: (version, path) for name, version, path in (line.split() for line in stream)}


def main():
    compiler, largest = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else SIZES[-1]
    peers = peer_lines(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(compiler, {name: path for name, (_, path) in peers.items()}, pathlib.Path(folder))
        rendering, commits = bench.rendering(largest), bench.commits()
    versions = {"mpicc-yaml": subprocess.run([compiler, "version"], check=True, capture_output=True, text=True).stdout.split()[-1],
                **{name: version for name, (version, _) in peers.items()}}
    text = document.compile_section(rendering, commits, versions, COMMIT_JOBS)
    print(text)
    document.write(ROOT / "docs/BENCHMARKS.md", "compile", text)
    series = {name: [(count, results[name].seconds) for count, results in rendering.items() if name in results] for name in ["mpicc-yaml", *LARGEST]}
    (ROOT / "docs/benchmark-compile.svg").write_text(plot.svg(series, "jobs", "seconds"))
    return 0


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    sys.exit(main())
