# SPDX-License-Identifier: Apache-2.0
"""What bench_controller measured, as a table."""
import re
import statistics
import subprocess
import sys

import case
import deployment

sys.path.append(str(case.REPOSITORY / "tests/bench"))
import document  # noqa: E402

BEST_EFFORT = ("events", "leases")  # no writes for a run: Events may be lost, and the Lease is renewed with or without runs


def processors():
    """The day, and where."""
    return document.machine(" for all of it") + "."


def machine(cluster):
    version = subprocess.run([deployment.CONTROLLER, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    kwok = re.search(r"sigs.k8s.io/kwok (\S+)", (case.REPOSITORY / "tests/cluster/kwok/go.mod").read_text())[1]
    return (f"{processors()} Kubernetes {cluster.api('/version')['gitVersion']}, kwok {kwok}; {version} (release build, dynamically linked).")


def mebibytes(memory):
    resident, private, most = memory
    return f"{resident:.1f} MiB ({private:.1f} private)" + (f", at most {most:.1f}" if most > resident + 0.1 else "")


def requests(counts):
    return f"{counts.total()}" + (f": {', '.join(f'{count} {what}' for what, count in counts.most_common())}" if counts else "")


def seconds(times):
    all_of_them = ", ".join(f"{s:.2f}" for s in sorted(times))
    return f"{statistics.median(times):.2f} s" + (f" (median of {all_of_them})" if len(times) > 1 else "")


def ends(results, workers, part):
    return seconds([end[part] for end in results[workers]]) if workers in results else "not run"


def writes(counts, runs):
    """Acknowledged or not, what was sent for each run."""
    kept = {(verb, what): count for (verb, what), count in counts.items() if verb in ("create", "update", "patch") and what not in BEST_EFFORT}
    listed = ", ".join(f"{verb} {what} {count / runs:.2f}" for (verb, what), count in sorted(kept.items()))
    return f"{sum(kept.values()) / runs:.2f}: {listed}"


def milliseconds(delays, percent):
    return f"{1000 * sorted(delays)[min(len(delays) - 1, len(delays) * percent // 100)]:.0f} ms"


def rows(r):
    runs, none = r["runs"], "not measured"
    load = f"{runs:,} runs with 8 workers each"
    yield "idle: resident memory", mebibytes(r["idle"]), mebibytes(r["operator_idle"])
    yield "idle: requests in 30 s", requests(r["rest"]), requests(r["operator_rest"])
    yield f"{load}, running: resident memory", mebibytes(r["loaded"]), none
    yield f"{load}, running: requests in 30 s", requests(r["rest_loaded"]), none
    yield f"{load}, over: resident memory", mebibytes(r["after"]), none
    yield "writes for each of these runs", writes(r["requests"], runs), none
    yield "and deletions of pods, Events", f"{r['requests']['delete', 'pods'] / runs:.2f}, {r['requests']['create', 'events'] / runs:.2f}", none
    yield ("launcher Job over → first write because of it", f"median {milliseconds(r['first'], 50)}, 99 of 100 within {milliseconds(r['first'], 99)}, "
           f"where {runs:,} launchers end within {r['ending_seconds']:.0f} s", none)
    for workers in (200, 1000):
        what = f"launcher Job over → {workers:,} workers"
        yield f"{what}: all deletions acknowledged", ends(r["ends"], workers, 0), ends(r["operator_ends"], workers, 0)
        yield f"{what}: no object left", ends(r["ends"], workers, 1), ends(r["operator_ends"], workers, 1)


def table(results, cluster):
    lines = ["| | mpicc-controller | MPI Operator v0.8.2 |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows(results))]
    refused = ", ".join(f"{count} {verb} {what} {code}" for (verb, what, code), count in results["refused"].items())
    return "\n".join([machine(cluster), f"Before something was measured {min(results['quiet']):.0%} to {max(results['quiet']):.0%} of the "
                      f"processors' time was idle. Requests that were refused: {refused or 'none'}.", "", *lines])
