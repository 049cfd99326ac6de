# SPDX-License-Identifier: Apache-2.0
"""
mpicc-yaml and its peers on the same work, in one run; scripts/bench compile runs this.

    compile.py BUILD [LARGEST]     with the programs of the build folder BUILD; sizes up to LARGEST jobs (100,000)

prints tables and writes them into docs/BENCHMARKS.md, with a plot beside it, and the figures of README.md. Peers come on stdin as
"NAME VERSION PATH" lines.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import document
import keystrokes
import measure
import plot
import validation
import work

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = [1, 100, 1000, 2000, 10000, 100000]
# Beyond these a peer takes minutes; the rows up to there show how it grows.
LARGEST = {"helm": 10000, "jsonnet": 2000, "kustomize": 2000}
COMMIT_JOBS = 2000
VALIDATED_JOBS = 1000


def say(line):
    print(f"bench: {line}", file=sys.stderr, flush=True)


def say_results(what, results):
    say(f"{what}: " + ", ".join(f"{name} {r.seconds:.4f} s {r.mebibytes:.0f} MiB" for name, r in results.items()))


class Bench:
    def __init__(self, runner, compiler, peers, folder):
        self.run_once, self.compiler, self.peers, self.folder = runner.run_once, compiler, peers, folder
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

    def take_turns(self, commands, repetitions):
        tasks = {name: lambda command=command: self.run_once(command) for name, command in commands.items()}
        return measure.interleaved(tasks, repetitions)

    def rendering(self, largest):
        """{size: {name: Result}}"""
        results = {}
        for count in [size for size in SIZES if size <= largest]:
            names = ["mpicc-yaml", *(name for name in LARGEST if count <= LARGEST[name])]
            commands = {name: self.command(name, count) for name in names}
            results[count] = self.take_turns(commands, 21 if count == 1 else 5)
            say_results(f"{count:,} jobs", results[count])
        return results

    def commits(self, count):
        """
        document.Commits for a repository with `count` jobs. Compiling to standard output takes turns with the commits, so that what a
        commit takes is the difference within a turn.
        """
        jobs = work.job_folder(self.folder / "commit-jobs", count)
        repository, files, changed = self.folder / "repository.git", self.folder / "files", jobs / f"{work.name(0)}.yaml"
        into = [self.compiler, "compile", jobs, "--repo", repository, "--branch", "main", "-q"]
        workers = iter(range(5, 1000))

        def first():
            shutil.rmtree(repository, ignore_errors=True)
            subprocess.run(["git", "init", "-q", "--bare", repository], check=True)
            return self.run_once(into)

        def one():
            changed.write_text(work.JOB.format(name=work.name(0)).replace("workers: 4", f"workers: {next(workers)}"))
            return self.run_once(into)

        def git():
            shutil.rmtree(files, ignore_errors=True)
            subprocess.run([self.compiler, "compile", jobs, "-o", files, "-q"], check=True)
            subprocess.run(["git", "init", "-q", files], check=True)
            identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
            return self.run_once(["sh", "-c", f"git add -A && git {' '.join(identity)} commit -qm bench"], files)

        plain = [self.compiler, "compile", jobs, "-o", "-", "-q"]
        results = measure.interleaved({"compile": lambda: self.run_once(plain), "first": first, "one": one,
                                       "none": lambda: self.run_once(into), "git": git}, 5)
        beyond = {name: statistics.median(a - b for a, b in zip(results[name].all_seconds, results["compile"].all_seconds))
                  for name in ("first", "one", "none")}
        say_results(f"commits of {count:,} jobs", results)
        return document.Commits(count, sum(1 for _ in files.rglob("*.yaml")), results, beyond)

    def floor(self, count):
        """
        document.Floor: programs that do with the finished text of `count` jobs what cannot be left out. Two of them stand in for the hash
        of each object and for a pack's compression.
        """
        path = self.folder / "finished.yaml"
        with open(path, "wb") as out:
            subprocess.run([self.compiler, "compile", self.folder / "commit-jobs", "-o", "-", "-q"], check=True, stdout=out)
        commands = {"start": [self.compiler, "version"], "write": ["cat", path], "hash": ["sha256sum", path],
                    "deflate": ["gzip", "-c", path]}
        return document.Floor(count, path.stat().st_size, self.take_turns(commands, 5))


def peer_lines(stream):
    return {name: (version, path) for name, version, path in (line.split() for line in stream)}


def versions_of(compiler, peers):
    own = subprocess.run([compiler, "version"], check=True, capture_output=True, text=True).stdout.split()[1]
    return {"mpicc-yaml": own, **{name: version for name, (version, _) in peers.items()}}


def measure_all(build, peers, largest):
    compiler, checker = build / "compiler/cli/mpicc-yaml", build / "tests/unit/validate/bench_validate"
    runner = measure.Runner(build / "tests/bench/bench_run")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bench = Bench(runner, compiler, {name: path for name, (_, path) in peers.items()}, folder)
        rendering = bench.rendering(largest)
        commits = bench.commits(min(COMMIT_JOBS, largest))
        floor = bench.floor(commits.jobs)
        validated = validation.measure_both(runner, compiler, checker, peers["kubeconform"][1], folder, min(VALIDATED_JOBS, largest))
        typing = keystrokes.measure_typing(compiler, folder)
        return document.Measured(versions_of(compiler, peers), rendering, commits, floor, validated, typing)


def main():
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else SIZES[-1]
    measured = measure_all(pathlib.Path(sys.argv[1]).resolve(), peer_lines(sys.stdin), largest)
    text = document.compile_section(measured)
    print(text)
    document.write(ROOT / "docs/BENCHMARKS.md", "compile", text)
    figures = document.readme_section(measured.rendering)
    if figures:
        document.write(ROOT / "README.md", "figures", figures)
    series = {name: [(count, results[name].seconds) for count, results in measured.rendering.items() if name in results]
              for name in ["mpicc-yaml", *LARGEST]}
    (ROOT / "docs/benchmark-compile.svg").write_text(plot.svg(series, "jobs", "seconds"))
    return 0


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    sys.exit(main())
