# SPDX-License-Identifier: Apache-2.0
"""Whole processes, timed from outside: wall clock and the most memory that was ever resident."""
import collections
import statistics
import subprocess

# seconds, MiB. `seconds` is a median, `all_seconds` what it is the median of.
Result = collections.namedtuple("Result", "seconds mebibytes all_seconds")
Usage = collections.namedtuple("Usage", "seconds processor_seconds mebibytes")


class Failed(Exception):
    """A command that was to be measured ended badly; the message has the end of what it said."""


class Runner:
    """Runs commands by the program of bench_run.c."""

    def __init__(self, program):
        self.program = program

    def run(self, command, folder=None):
        """A Usage. Output goes to /dev/null, so that nobody is measured by who reads it."""
        done = subprocess.run([self.program, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=folder, check=False)
        if done.returncode != 0:
            raise Failed(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
        seconds, processor_seconds, kibibytes = done.stdout.split()
        return Usage(float(seconds), float(processor_seconds), int(kibibytes) / 1024)

    def run_once(self, command, folder=None):
        """(seconds, MiB)"""
        usage = self.run(command, folder)
        return usage.seconds, usage.mebibytes


def interleaved(tasks, repetitions, budget_seconds=60):
    """
    {name: Result} for {name: function that gives (seconds, MiB)}. They take turns, so that a machine that slows down slows all of them
    down; one that has used up its budget takes no more turns.
    """
    times, memory = collections.defaultdict(list), collections.defaultdict(float)
    for _ in range(repetitions):
        for name, task in tasks.items():
            if sum(times[name]) > budget_seconds:
                continue
            seconds, mebibytes = task()
            times[name].append(seconds)
            memory[name] = max(memory[name], mebibytes)
    return {name: Result(statistics.median(times[name]), memory[name], times[name]) for name in tasks}
