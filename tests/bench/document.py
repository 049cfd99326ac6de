# SPDX-License-Identifier: Apache-2.0
"""What was measured, as tables of docs/BENCHMARKS.md."""
import collections
import os
import platform
import re
import time

# All that was measured. `rendering` is {jobs: {program: measure.Result}}, `versions` {program: version}, its own first.
Measured = collections.namedtuple("Measured", "versions rendering commits floor validation typing")
# `results`: {"compile", "first", "one", "none", "git": measure.Result}; `beyond`: {what: seconds more than compiling alone}.
Commits = collections.namedtuple("Commits", "jobs files results beyond")
# `results`: {"start", "write", "hash", "deflate": measure.Result}
Floor = collections.namedtuple("Floor", "jobs bytes results")
# Objects a second and core: checked; read and checked; by kubeconform.
Validation = collections.namedtuple("Validation", "objects checks whole kubeconform")
Typing = collections.namedtuple("Typing", "jobs seconds")

# What this is to reach on two cores.
GOAL_ONE_JOB, GOAL_JOBS, GOAL_JOBS_MEBIBYTES = 0.005, 0.130, 60
GOAL_PEERS = {"helm": 10, "kustomize": 60, "jsonnet": 100}
GOAL_GROWTH = 1.1
GOAL_FIRST, GOAL_CHANGE = 0.3, 0.010
GOAL_OBJECTS, GOAL_KUBECONFORM = 50000, 30
GOAL_KEYSTROKE = 0.020
# The sizes that goals are for.
FEW, MANY = 1000, 100000
JOBS = 2000


def machine(whose=""):
    """The day, and where; `whose` says something about the cores."""
    with open("/proc/cpuinfo") as cpus, open("/proc/meminfo") as memory:
        model = re.search(r"model name\s*: (.*)", cpus.read())[1]
        gib = int(re.search(r"MemTotal:\s+(\d+)", memory.read())[1]) / 1024**2
    return f"{time.strftime('%Y-%m-%d', time.gmtime())}; {model}, {os.cpu_count()} cores{whose}, {gib:.0f} GiB; Linux {platform.release()}"


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def cell(result, base):
    if result is None:
        return "not run"
    times = "" if result is base else f" ({result.seconds / base.seconds:.1f} ×)"
    return f"{seconds(result.seconds)}{times}, {result.mebibytes:.0f} MiB"


def rendering_rows(rendering, versions):
    names = ["mpicc-yaml", *(name for name in versions if any(name in results for results in rendering.values()) and name != "mpicc-yaml")]
    yield "| jobs | " + " | ".join(f"{name} {versions[name]}" for name in names) + " |"
    yield "|---|" + "---|" * len(names)
    for count, results in rendering.items():
        yield f"| {count:,} | " + " | ".join(cell(results.get(name), results["mpicc-yaml"]) for name in names) + " |"


def verdict(value, goal, at_least=False, why=""):
    """`why` it is missed, in a few words."""
    reached, ratio = (value >= goal, goal / value) if at_least else (value <= goal, value / goal)
    if reached:
        return "reached"
    missed = f"missed by {ratio - 1:.0%}" if ratio < 2 else f"missed by a factor of {ratio:.1f}"
    return f"{missed}: {why}" if why else missed


def most(what, value, goal, form, why=""):
    """A row of a goal that is a bound from above; a value of None was not measured."""
    if value is None:
        return f"| {what} | ≤ {form(goal)} | not measured | |"
    return f"| {what} | ≤ {form(goal)} | {form(value)} | {verdict(value, goal, why=why)} |"


def least(what, value, goal, form, why=""):
    if value is None:
        return f"| {what} | ≥ {form(goal)} | not measured | |"
    return f"| {what} | ≥ {form(goal)} | {form(value)} | {verdict(value, goal, at_least=True, why=why)} |"


def ratio(rendering, count, peer):
    """How often mpicc-yaml's time goes into the peer's."""
    results = rendering.get(count, {})
    return results[peer].seconds / results["mpicc-yaml"].seconds if peer in results else None


def times(value):
    return f"{value:.1f} ×"


def mebibytes(value):
    return f"{value:.0f} MiB"


def rate(value):
    return f"{value:,.0f} a second"


def beyond(value):
    return seconds(value) if value > 0 else "less than what compiling varies by"


def rendering_goals(rendering):
    one, jobs = (rendering.get(count, {}).get("mpicc-yaml") for count in (1, JOBS))
    yield most("1 job to standard output", one and one.seconds, GOAL_ONE_JOB, seconds)
    yield least("1 job: jsonnet takes", ratio(rendering, 1, "jsonnet"), 1, times)
    yield most(f"{JOBS:,} jobs to standard output", jobs and jobs.seconds, GOAL_JOBS, seconds, "printing, scripts and checks take alike")
    yield most(f"{JOBS:,} jobs: most resident memory", jobs and jobs.mebibytes, GOAL_JOBS_MEBIBYTES, mebibytes)
    for peer, goal in GOAL_PEERS.items():
        yield least(f"{JOBS:,} jobs: {peer} takes", ratio(rendering, JOBS, peer), goal, times, "it gets finished text")


def growth_goals(rendering):
    few, many = (rendering.get(count, {}).get("mpicc-yaml") for count in (FEW, MANY))
    both = few and many
    factor = MANY / FEW
    yield most(f"time for a job of {MANY:,}, in terms of one of {FEW:,}", both and many.seconds / few.seconds / factor, GOAL_GROWTH, times)
    yield most("memory for a job, the same", both and many.mebibytes / few.mebibytes / factor, 1, times)


def commit_goals(commits):
    """Goals are for commits of JOBS jobs."""
    more = commits.beyond if commits.jobs == JOBS else {}
    compared = "every file is hashed to find what changed"
    rows = [("first", "all of them new", GOAL_FIRST, "libgit2 checks what is written"),
            ("one", "those of one job changed", GOAL_CHANGE, compared), ("none", "nothing changed", GOAL_CHANGE, compared)]
    for name, what, goal, why in rows:
        yield most(f"commit of {JOBS:,} jobs' files, {what}, beyond compiling", more.get(name), goal, beyond, why)


def other_goals(validation, typing):
    yield least("objects checked on a core", validation.checks, GOAL_OBJECTS, rate)
    yield least("objects checked, in terms of kubeconform's, which reads them, too", validation.checks / validation.kubeconform,
                GOAL_KUBECONFORM, times)
    yield most(f"a keystroke in a file of {typing.jobs:,} jobs: diagnostics after", typing.seconds, GOAL_KEYSTROKE, seconds)


def goal_rows(measured):
    yield "| | goal | measured | |"
    yield "|---|---|---|---|"
    yield from rendering_goals(measured.rendering)
    yield from growth_goals(measured.rendering)
    yield from other_goals(measured.validation, measured.typing)
    yield from commit_goals(measured.commits)


def commit_rows(commits):
    names = {"compile": "to standard output, for comparison", "first": "into an empty repository", "one": "after a change of one job",
             "none": "after no change", "git": "`git add` and `git commit` of the files alone"}
    yield f"| {commits.jobs:,} jobs, {commits.files:,} files | whole process | memory |"
    yield "|---|---|---|"
    for name, what in names.items():
        result = commits.results[name]
        yield f"| {what} | {seconds(result.seconds)} | {mebibytes(result.mebibytes)} |"


def floor_rows(floor, commits):
    names = {"start": "`mpicc-yaml version`: starting, and nothing else", "write": "`cat`: reading and writing them",
             "hash": "`sha256sum`: hashing them", "deflate": "`gzip`: what a pack's compression takes, which is zlib's"}
    yield f"| {floor.bytes / 1e6:.1f} MB, the finished text of {floor.jobs:,} jobs | whole process | compiling them takes |"
    yield "|---|---|---|"
    for name, what in names.items():
        value = floor.results[name].seconds
        yield f"| {what} | {seconds(value)} | {commits.results['compile'].seconds / value:.1f} × |"


def validation_rows(validation):
    yield f"| {validation.objects:,} objects, one core | a second | |"
    yield "|---|---|---|"
    for what, value in [("mpicc-yaml: checked, as compiling does with what it has made", validation.checks),
                        ("mpicc-yaml: read from files and checked", validation.whole), ("kubeconform", validation.kubeconform)]:
        yield f"| {what} | {value:,.0f} | {value / validation.kubeconform:.1f} × |"


def growth(rendering):
    counts = [count for count in rendering if count >= FEW]
    if len(counts) < 2:
        return ""
    first, last = counts[0], counts[-1]
    per_job = [rendering[count]["mpicc-yaml"].seconds / count for count in (first, last)]
    memory = [rendering[count]["mpicc-yaml"].mebibytes * 1024 / count for count in (first, last)]
    return (f"From {first:,} to {last:,} jobs the time for a job goes from {per_job[0] * 1e6:.0f} to {per_job[1] * 1e6:.0f} microseconds, "
            f"its memory from {memory[0]:.1f} to {memory[1]:.1f} KiB.")


def compile_section(measured):
    parts = [[f"{machine()}."], rendering_rows(measured.rendering, measured.versions), [growth(measured.rendering)],
             ["![time over the number of jobs](benchmark-compile.svg)"], ["What it is to reach on two cores:"], goal_rows(measured),
             commit_rows(measured.commits), validation_rows(measured.validation), floor_rows(measured.floor, measured.commits)]
    return "\n\n".join(text for text in ("\n".join(part) for part in parts) if text)


def readme_section(rendering):
    """What README.md says; None unless the jobs it speaks of were measured beside helm."""
    slower = ratio(rendering, JOBS, "helm")
    if slower is None:
        return None
    return (f"{JOBS:,} jobs, each checked and with a hook of its own, compile in {seconds(rendering[JOBS]['mpicc-yaml'].seconds)} on "
            f"{os.cpu_count()} cores; `helm template` takes {slower:.1f} times as long to fill in the same text\n"
            "([benchmarks](docs/BENCHMARKS.md), also of what falls short of its goal).")


def write(path, section, text):
    """In place of what is between the section's markers."""
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    before, rest = path.read_text().split(begin + "\n")
    path.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1])
