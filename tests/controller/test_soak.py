# SPDX-License-Identifier: Apache-2.0
"""Runs come, change, end and go, over and over, and memory does not grow with it.

    test_soak.py MPICC_CONTROLLER
"""
import asyncio
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import crowd
import fake_apiserver
import program

PROGRAM = None
AT_ONCE, WORKERS = 40, 4   # runs that are there at a time, and their workers
CHANGES = 12               # of each pod
ROUNDS = int(os.environ.get("MPICC_SOAK_ROUNDS", "6"))  # of each part; a round is AT_ONCE runs from their beginning to the end, 3,000 events
PARTS = 4                  # after a first one, until all that is kept for later is there
GROWTH_KIB = 512           # a part; allocators give and take more than that, but not each time
# The quarantine of AddressSanitizer is there to keep memory; a second process would be another program.
ENVIRONMENT = {"ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0:allocator_release_to_os_interval_ms=100"}


class Soak(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mpicc-soak-"))
        self.addCleanup(shutil.rmtree, self.folder)
        fake_apiserver.make_certificate(self.folder)
        self.api = crowd.Crowd(self.folder, 0, WORKERS, 1000, AT_ONCE)  # for a ledger is kept for each job
        await self.api.start()
        self.controller = program.Controller(PROGRAM, self.api, ENVIRONMENT)
        await self.controller.start()
        await program.until("it watches", lambda: all(self.api.watches.values()))

    async def asyncTearDown(self):
        self.assertEqual(await self.controller.end(), 0, self.controller.log.read_text()[-4000:])
        await self.api.stop()

    def deletes(self):
        return sum(verb == "DELETE" for verb, _, _ in self.api.writes)

    async def round(self, first):
        numbers = range(first, first + AT_ONCE)
        keys, deletes = self.api.keys, self.deletes()
        pods = [self.api.pod(number, index) for number in numbers for index in range(-1, WORKERS)]
        await self.api.show_many("jobs", "ADDED", [self.api.job(number, role) for number in numbers for role in crowd.ROLES])
        await self.api.show_many("pods", "ADDED", pods)
        await program.until("each has its key", lambda: self.api.keys == keys + AT_ONCE)
        for _ in range(CHANGES):
            await self.api.show_many("pods", "MODIFIED", pods)
        for number in numbers:
            self.api.finish(number)
        await program.until("their workers are gone", lambda: self.deletes() == deletes + AT_ONCE * WORKERS)
        await self.api.show_many("pods", "DELETED", pods)
        await self.api.show_many("jobs", "DELETED", [self.api.job(number, role) for number in numbers for role in crowd.ROLES])

    async def part(self, first):
        for number in range(ROUNDS):
            await self.round(first + number * AT_ONCE)
        await asyncio.sleep(1)
        return self.controller.status()["RssAnon"]

    async def test_memory_does_not_grow(self):
        readings = [await self.part(number * ROUNDS * AT_ONCE) for number in range(PARTS + 1)]
        growth = [after - before for before, after in zip(readings[1:], readings[2:])]
        print(f"{readings} KiB")
        self.assertLess(min(growth), GROWTH_KIB)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
