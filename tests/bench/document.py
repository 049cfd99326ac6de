# SPDX-License-Identifier: Apache-2.0
"""What was measured, as tables of docs/BENCHMARKS.md."""
import os
import platform
import re
import time

# What this is to reach on two cores, by row; None where there is no such goal. The words of issues and plans end here: a row says what it is.
GOAL_ONE_JOB, GOAL_JOBS, GOAL_JOBS_MEMORY = 0.005, 0.130, 60
GOAL_FIRST, GOAL_CHANGE = 0.3, 0.010


def machine():
    with open("/proc/cpuinfo") as cpus, open("/proc/meminfo") as memory:
        model = re.search(r"model name\s*: (.*)", cpus.read())[1]
        gib = int(re.search(r"MemTotal:\s+(\d+)", memory.read())[1]) / 1024**2
    return f"{time.strftime('%Y-%m-%d', time.gmtime())}; {model}, {os.cpu_count()} cores, {gib:.0f} GiB; Linux {platform.release()}"


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


def verdict(value, goal):
    return "reached" if value <= goal else f"missed by {value / goal:.1f} ×"


def goal_rows(rendering, commits):
    yield "| | goal | measured | |"
    yield "|---|---|---|---|"
    rows = []
    if 1 in rendering:
        rows.append(("1 job to standard output", GOAL_ONE_JOB, rendering[1]["mpicc-yaml"].seconds))
    if 2000 in rendering:
        rows.append(("2,000 jobs to standard output", GOAL_JOBS, rendering[2000]["mpicc-yaml"].seconds))
    plain = commits["compile"].seconds
    rows += [("commit of 10,000 new files, beyond compiling", GOAL_FIRST, commits["first"].seconds - plain),
             ("commit of one changed job of 2,000, beyond compiling", GOAL_CHANGE, commits["one"].seconds - plain),
             ("nothing changed, beyond compiling", GOAL_CHANGE, commits["none"].seconds - plain)]
    for what, goal, value in rows:
        yield f"| {what} | {seconds(goal)} | {seconds(value)} | {verdict(value, goal)} |"
    if 2000 in rendering:
        memory = rendering[2000]["mpicc-yaml"].mebibytes
        yield f"| 2,000 jobs, memory | {GOAL_JOBS_MEMORY} MiB | {memory:.0f} MiB | {verdict(memory, GOAL_JOBS_MEMORY)} |"
    yield f"| `git add` and `git commit` of the same files | | {seconds(commits['git'].seconds)} | for comparison |"


def growth(rendering):
    counts = [count for count in rendering if count >= 1000]
    if len(counts) < 2:
        return ""
    first, last = counts[0], counts[-1]
    per_job = [rendering[count]["mpicc-yaml"].seconds / count for count in (first, last)]
    memory = [rendering[count]["mpicc-yaml"].mebibytes * 1024 / count for count in (first, last)]
    return (f"From {first:,} to {last:,} jobs the time for a job goes from {per_job[0] * 1e6:.0f} to {per_job[1] * 1e6:.0f} microseconds, "
            f"its memory from {memory[0]:.1f} to {memory[1]:.1f} KiB.")


def compile_section(rendering, commits, versions, commit_jobs):
    return "\n".join([f"{machine()}.", "", *rendering_rows(rendering, versions), "", growth(rendering), "",
                      "![time over the number of jobs](benchmark-compile.svg)", "",
                      f"Of {commit_jobs:,} jobs, {commit_jobs * 5:,} files:", "", *goal_rows(rendering, commits)])


def write(path, section, text):
    """In place of what is between the section's markers."""
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    before, rest = path.read_text().split(begin + "\n")
    path.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1])
