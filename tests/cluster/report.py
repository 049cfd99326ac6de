# SPDX-License-Identifier: Apache-2.0
"""Results of tests: a line each as they end, the failures, and a JUnit report as ctest writes it (tests/support/junit_counts.py)."""
import collections
import time
import unittest
import xml.etree.ElementTree as ElementTree


class Report(unittest.TestResult):
    """`name` of the tests' folder begins each line."""

    def __init__(self, stream, name):
        super().__init__()
        self.stream, self.name = stream, name
        self.root = ElementTree.Element("testsuite", name=name)
        self.notes = []

    def say(self, line):
        print(line, file=self.stream, flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.begin, self.status, self.notes = time.monotonic(), "run", []
        test.note = self.notes.append

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.status = "fail"

    def addError(self, test, err):
        super().addError(test, err)
        self.status = "fail"
        self.count_whole(test, "FAILED", "fail")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.status = "fail"

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.status = "disabled"
        self.notes.append(f"skipped, because {reason}")
        self.count_whole(test, "skipped", "disabled")

    def count_whole(self, test, word, status):
        """A class or a file that could not be set up, or was skipped as a whole, has no test that began: it counts as one."""
        if not hasattr(self, "begin"):
            ElementTree.SubElement(self.root, "testcase", name=str(test), status=status)
            self.say(f"{self.name}: {word} {test}" + "".join(f"; {note}" for note in self.notes))
            self.testsRun += 1
            self.notes = []

    def stopTest(self, test):
        seconds = time.monotonic() - self.begin
        ElementTree.SubElement(self.root, "testcase", name=test.id(), time=f"{seconds:.2f}", status=self.status)
        words = {"run": "passed", "fail": "FAILED", "disabled": "skipped"}
        self.say(f"{self.name}: {words[self.status]} {test.id()} ({seconds:.1f} s)" + "".join(f"; {note}" for note in self.notes))
        del self.begin
        self.notes = []
        super().stopTest(test)

    def finish(self, path):
        for test, trace in self.failures + self.errors:
            self.say(f"-- {test}\n{trace}")
        if path:
            ElementTree.ElementTree(self.root).write(path)
        counts = collections.Counter(one.get("status") for one in self.root)
        self.say(f"{self.name}: {counts['run']} passed, {counts['fail']} failed, {counts['disabled']} skipped")
