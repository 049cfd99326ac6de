# SPDX-License-Identifier: Apache-2.0
"""The controller alone, under more load than a small cluster could make: on a fake apiserver with thousands of runs. scripts/bench runs this.

    PYTHONPATH=tests/cluster bench_load.py MPICC_CONTROLLER [STATIC_CONTROLLER]

prints a table and writes it into docs/BENCHMARKS.md: memory with 10,000 runs of 8 workers; how long news take to become a request while
1,000 events come a second.
"""
import asyncio
import pathlib
import shutil
import sys
import tempfile
import time

import bench_report
import case
import crowd
import fake_apiserver
import program

RUNS, WORKERS = 10000, 8
BYTES = 4000                 # of managedFields: about half of what an object has
LOADED_RUNS, SECONDS, EVENTS = 1000, 30, 1000
ENDS = 10                    # runs that end in a second, each with so many writes and deletions
TICK = 0.02
URGENT = ("chrt", "-f", "1")  # of the time that it takes to react, none is to be that of other programs


def say(line):
    print(f"bench: {line}", file=sys.stderr, flush=True)


class Bench:
    def __init__(self, folder, controller, runs, prefix=()):
        self.api = crowd.Crowd(folder, runs, WORKERS, BYTES)
        self.program, self.prefix = controller, prefix

    async def __aenter__(self):
        await self.api.start()
        self.controller = program.Controller(self.program, self.api, prefix=self.prefix)
        await self.controller.start()
        await program.until("it watches", lambda: all(self.api.watches.values()), 600)
        await program.until("each run has its key", lambda: self.api.keys == self.api.runs, 600)
        await asyncio.sleep(2)
        return self

    async def __aexit__(self, *_):
        await self.controller.end()
        await self.api.stop()

    def memory(self):
        status = {name: kib / 1024 for name, kib in self.controller.status().items()}
        return f"{status['VmRSS']:.1f} MiB ({status['RssAnon']:.1f} private), at most {status['VmHWM']:.1f}"

    async def drive(self):
        """EVENTS a second: ends of runs, and changes of pods for the rest."""
        begin, sent, ended = time.monotonic(), 0, 0
        while (elapsed := time.monotonic() - begin) < SECONDS:
            while ended < elapsed * ENDS:
                self.api.finish(ended)
                ended += 1
            answers = len(self.api.writes)  # of which most are shown as an event
            while sent + answers < elapsed * EVENTS:
                number = self.api.runs - 1 - sent % (self.api.runs // 2)
                self.api.show("pods", "MODIFIED", self.api.pod(number, sent % WORKERS))
                sent += 1
                if sent % 50 == 0:
                    await asyncio.sleep(0)
            await asyncio.sleep(TICK)


def quantile(before, after, share):
    """The bucket of mpicc_reaction_seconds that holds it, as its bound in ms, and how many there are."""
    name = "mpicc_reaction_seconds_bucket"
    buckets = {float(key.split('"')[1]): after[key] - before[key] for key in after if key.startswith(name)}
    count = buckets[float("inf")]
    return next(bound for bound in sorted(buckets) if buckets[bound] >= share * count) * 1000, count


async def measure_memory(folder, controller):
    async with Bench(folder, controller, RUNS) as bench:
        metrics = await bench.controller.metrics()
        events = metrics['mpicc_watch_events_total{kind="Pod"}'] + metrics['mpicc_watch_events_total{kind="Job"}']
        say(f"{RUNS} runs are known, {events:.0f} events of {len(bench.api.pod(0, 0))} bytes, {bench.controller.cpu_seconds():.1f} s of CPU with {RUNS} keys")
        return bench.memory()


async def measure_idle(folder, controller):
    async with Bench(folder, controller, 0) as bench:
        await asyncio.sleep(5)
        return bench.memory()


async def is_allowed(command):
    return await (await asyncio.create_subprocess_exec(*command, "true", stderr=asyncio.subprocess.DEVNULL)).wait() == 0


async def measure_reaction(folder, controller):
    async with Bench(folder, controller, LOADED_RUNS, URGENT if await is_allowed(URGENT) else ()) as bench:
        before, cpu = await bench.controller.metrics(), bench.controller.cpu_seconds()
        await bench.drive()
        after, cpu = await bench.controller.metrics(), bench.controller.cpu_seconds() - cpu
        names = [f'mpicc_watch_events_total{{kind="{kind}"}}' for kind in ("Job", "Pod")]
        events = sum(after[name] - before[name] for name in names)
        median, count = quantile(before, after, 0.5)
        return [(f"news → request, at {events / SECONDS:,.0f} events a second of {len(bench.api.pod(0, 0)):,} bytes",
                 f"median within {median:g} ms, 99 of 100 within {quantile(before, after, 0.99)[0]:g} ms ({count:.0f} decisions)"),
                ("the same: processor time", f"{100 * cpu / SECONDS:.1f} % of a core")]


async def measure(controller, static):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mpicc-load-"))
    try:
        fake_apiserver.make_certificate(folder)
        rows = await measure_reaction(folder, controller)
        for name, path in [("", controller)] + [(", static program", static)] * bool(static):
            rows.append((f"idle: resident memory{name}", await measure_idle(folder, path)))
            rows.append((f"{RUNS:,} runs with {WORKERS} workers each: resident memory{name}", await measure_memory(folder, path)))
        return rows
    finally:
        shutil.rmtree(folder)


def main(controller, static=None):
    rows = asyncio.run(measure(controller, static))
    table = "\n".join([bench_report.processors(), "", "| | mpicc-controller |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows)])
    print(table)
    bench_report.document.write(case.REPOSITORY / "docs/BENCHMARKS.md", "controller-load", table)


if __name__ == "__main__":
    main(*sys.argv[1:])
