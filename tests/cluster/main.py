# SPDX-License-Identifier: Apache-2.0
"""main.py CACHE FOLDER TESTS …: what `run` runs inside the namespaces. Starts the node, then the tests or a program, and ends the node."""
import argparse
import importlib
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import case
import node
import report


def chosen(suite, patterns):
    """The tests whose names contain one of the patterns; all without any."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test, patterns)
        elif not patterns or any(pattern in test.id() for pattern in patterns):
            yield test


def run_tests(folder, patterns, results):
    suite = unittest.defaultTestLoader.discover(folder, "test_*.py")
    outcome = report.Report(sys.stdout, folder.name)
    unittest.TestSuite(chosen(suite, patterns)).run(outcome)
    outcome.finish(results)
    return 0 if outcome.wasSuccessful() and outcome.testsRun else 1


def run_program(cluster, words):
    environment = {**os.environ, "KUBECONFIG": str(cluster.kubeconfig), "PATH": f"{cluster.bin}:{os.environ['PATH']}"}
    return subprocess.run(words, env=environment).returncode


def run_module(cluster, words):
    return importlib.import_module(words[0]).main(cluster, words[1:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cache", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("tests", type=pathlib.Path)
    parser.add_argument("--results", type=pathlib.Path)
    parser.add_argument("--control-plane", action="store_true")
    parser.add_argument("--exec", nargs=argparse.REMAINDER)
    parser.add_argument("--module", nargs=argparse.REMAINDER)
    parser.add_argument("patterns", nargs="*")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    begin = time.monotonic()
    cluster = case.cluster = node.Node(options.cache, options.folder)
    try:
        cluster.start(with_node=not options.control_plane)
    except node.Failed as failure:
        for name in cluster.processes:
            print(f"-- {name}\n{cluster.log(name)}")
        sys.exit(f"cluster: the node did not start: {failure}")
    print(f"cluster: Kubernetes {cluster.api('/version')['gitVersion']} is ready after {time.monotonic() - begin:.1f} s", flush=True)
    if options.exec:
        return run_program(cluster, options.exec)
    if options.module:
        return run_module(cluster, options.module)
    return run_tests(options.tests, options.patterns, options.results)


if __name__ == "__main__":
    sys.exit(main())
