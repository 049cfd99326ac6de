# SPDX-License-Identifier: Apache-2.0
"""The program against a fake apiserver: whatever happens to a write of a run, before it is done or after, changes when the run's end comes and
not what it is; and a server of before 1.31, where a Job is suspended to end it.

    test_program.py MPICC_CONTROLLER [TEST...]
"""
import asyncio
import pathlib
import shutil
import sys
import tempfile
import unittest

import fake_apiserver
import program

PROGRAM = None
WRITES = 3 + 1 + program.WORKERS  # Secret, worker Job, ConfigMap; the key is deleted, and each worker
AT_ONCE = 8
# Whether the write is done, and what is answered: as the fake apiserver takes it; "kill" ends the controller instead.
FAULTS = {"500": (False, 500), "504, but done": (True, 504), "409": (False, 409), "reset": (False, "reset"), "reset, but done": (True, "reset"),
          "kill -9": (False, "kill"), "kill -9, but done": (True, "kill"), "no answer, but done": (True, "silence")}


class Scene:
    """A run, its apiserver and its controller; `at` counts writes from 1, 0: no fault."""

    def __init__(self, folder, at=0, fault=None, minor="34"):
        self.api = fake_apiserver.Apiserver(folder, minor)
        self.at, self.kind, self.killed = at, fault, False
        self.api.fault = self.fault

    def fault(self, *_):
        if len(self.api.writes) != self.at:
            return None
        done, answer = FAULTS[self.kind]
        return done, self.kill if answer == "kill" else answer

    def kill(self):
        self.killed = True
        self.controller.kill()

    async def keep_alive(self):
        """As a Deployment does."""
        while True:
            await self.controller.process.wait()
            if not self.killed:
                raise AssertionError(f"the controller has ended: {self.controller.log.read_text()}")
            self.killed = False
            await self.controller.start()

    async def run(self):
        await self.api.start()
        self.life = program.Life(self.api)
        self.controller = program.Controller(PROGRAM, self.api)
        await self.controller.start()
        keeper, play = asyncio.create_task(self.keep_alive()), asyncio.create_task(self.life.play())
        await asyncio.wait((keeper, play), return_when=asyncio.FIRST_COMPLETED)
        ended = play.done()
        if ended:
            await asyncio.sleep(0.5)  # for what should not happen
            await program.until("a successor works", self.controller.works)
        if not self.at:
            self.metrics = await self.controller.metrics()
        keeper.cancel()
        play.cancel()
        self.code = await self.controller.end()
        await self.api.stop()
        await (play if ended else keeper)


class Program(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mpicc-program-"))
        self.addCleanup(shutil.rmtree, self.folder)
        fake_apiserver.make_certificate(self.folder)

    def check(self, scene):
        objects = scene.api.objects
        self.assertEqual(scene.code, 0, scene.controller.log.read_text())
        self.assertEqual(sorted(objects["pods"]), ["launcher", "stranger"])
        self.assertEqual(sorted(objects["jobs"]), [program.LAUNCHER, program.WORKER])
        self.assertEqual(list(objects["secrets"]), [])
        self.assertEqual(objects["configmaps"]["pi-mpicc"]["data"]["phase"], "Succeeded")
        self.assertEqual(scene.life.ledger().split(" ")[:2], [program.RUN, "Succeeded"])
        self.assertEqual(scene.life.ledger().count("\n"), 1)
        self.assertEqual(scene.api.made.count("secrets"), 1)
        self.assertEqual(scene.api.made.count("configmaps"), 1)

    async def test_a_run_takes_three_writes_and_deletions_of_its_key_and_each_worker(self):
        scene = Scene(self.folder)
        await scene.run()
        self.check(scene)
        self.assertEqual([(verb, what) for verb, what, _ in scene.api.writes if verb != "DELETE"],
                         [("POST", "secrets"), ("PATCH", "jobs/status"), ("POST", "configmaps")])
        self.assertEqual(len(scene.api.writes), WRITES)
        log = scene.controller.log.read_text()
        self.assertNotIn("PRIVATE KEY", log)
        self.assertNotIn("secret-of-the-fake", log)

    async def test_metrics_tell_of_a_run(self):
        scene = Scene(self.folder)
        await scene.run()
        expected = {'mpicc_runs_finished_total{result="Succeeded"}': 1, "mpicc_keys_made_total": 1, "mpicc_workers_deleted_total": program.WORKERS,
                    "mpicc_request_seconds_count": WRITES + 1, "mpicc_queue_wait_seconds_count": 1, "mpicc_leader": 1, "mpicc_steps_failed_total": 0}
        self.assertEqual({name: scene.metrics[name] for name in expected}, expected)
        for name in ("mpicc_reaction_seconds_count", "mpicc_lease_renew_seconds_count"):
            self.assertGreaterEqual(scene.metrics[name], 1, name)
        for kind in ("Job", "Pod"):
            self.assertLess(scene.metrics[f'mpicc_watch_lag_seconds{{kind="{kind}"}}'], 60)

    async def test_a_fault_at_any_write_changes_when_but_not_what(self):
        gate = asyncio.Semaphore(AT_ONCE)

        async def play(at, kind):
            async with gate:
                scene = Scene(self.folder, at, kind)
                ended = await asyncio.gather(scene.run(), return_exceptions=True)
            with self.subTest(write=at, fault=kind):
                self.assertEqual(ended, [None], scene.controller.log.read_text())
                self.check(scene)
                self.assertLessEqual(len(scene.api.writes), WRITES + 4)
                conditions = scene.life.worker["status"]["conditions"]
                self.assertEqual({condition["type"] for condition in conditions}, {"SuccessCriteriaMet"})

        slow_first = sorted(FAULTS, key=lambda kind: "answer" not in kind)
        await asyncio.gather(*(play(at, kind) for kind in slow_first for at in range(1, WRITES + 1)))

    async def test_a_server_before_1_31_has_its_worker_jobs_suspended(self):
        scene = Scene(self.folder, minor="30+")
        await scene.run()
        self.check(scene)
        self.assertNotIn("jobs/status", [what for _, what, _ in scene.api.writes])
        self.assertIs(scene.life.worker["spec"]["suspend"], True)
        self.assertEqual(len(scene.api.writes), WRITES)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
