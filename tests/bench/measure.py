# SPDX-License-Identifier: Apache-2.0
"""Whole processes, timed from outside: wall clock and the most memory that was ever resident."""
import collections
import os
import statistics
import subprocess
import time

# seconds, MiB. `seconds` is a median, `all_seconds` what it is the median of.
Result = collections.namedtuple("Result", "seconds mebibytes all_seconds")


class Failed(Exception):
    """A command that was to be measured ended badly; the message has the end of what it said."""


def run_once(command, folder=None):
    """(seconds, MiB). Output goes to /dev/null, so that nobody is measured by who reads it."""
    with open(os.devnull, "wb") as nothing, subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=nothing,
                                                             stderr=subprocess.PIPE, cwd=folder) as process:
        begin = time.monotonic()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{command[0]} ended with {process.returncode}: {errors.decode(errors='replace')[-500:]}")
    return seconds, usage.ru_maxrss / 1024


def interleaved(tasks, repetitions, budget_seconds=60):
    """
    {name: Result} for {name: function that gives (seconds, MiB)}. They take turns, so that a machine that slows down slows all of them down; one
    that has used up its budget takes no more turns.
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
