# SPDX-License-Identifier: Apache-2.0
"""What the apiserver refuses because of its schema, the compiler refuses too; and its tables have what the apiserver's have."""
import http.client
import json
import pathlib
import re
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

import case
import wrong_objects
from case import COMPILER, REPOSITORY

JOB = {"apiVersion": "mpicc.dev/v1", "kind": "MPIJob", "metadata": {"name": "x", "namespace": "default"}, "image": "x", "run": "x",
       "hooks": ["hook.lua"]}
PLURALS = {"NetworkPolicy": "networkpolicies"}
GROUPS = ["api/v1", "apis/apps/v1", "apis/batch/v1", "apis/networking.k8s.io/v1", "apis/policy/v1", "apis/rbac.authorization.k8s.io/v1",
          "apis/scheduling.k8s.io/v1"]
# Rules across fields, which the schemas do not have.
BEYOND = []


def lua(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{json.dumps(key)}] = {lua(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "{" + ", ".join(map(lua, value)) + "}"
    return json.dumps(value)


def compiler_refuses(thing):
    """What the compiler says about an object that a hook makes; empty: nothing."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "job.yaml").write_text(json.dumps(JOB))
        pathlib.Path(folder, "hook.lua").write_text(f"return function() return {{{lua(thing)}}} end")
        done = subprocess.run([COMPILER, "check", "--error-format=short", folder], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    return done.stderr if done.returncode else ""


def server_refuses(connection, thing):
    version = thing["apiVersion"]
    plural = PLURALS.get(thing["kind"], thing["kind"].lower() + "s")
    # The server drops a connection whose request it fell over; that is no answer.
    path = f"/{'apis' if '/' in version else 'api'}/{version}/namespaces/default/{plural}?dryRun=All&fieldValidation=Strict"
    try:
        connection.request("POST", path, json.dumps(thing), {"Content-Type": "application/json"})
        answer = connection.getresponse()
    except http.client.RemoteDisconnected:
        connection.close()
        return ""
    body = json.loads(answer.read())
    return "" if answer.status == 201 else body["message"]


class Schemas(unittest.TestCase):
    def test_what_the_apiserver_refuses_is_refused(self):
        cases = list(wrong_objects.spoiled())
        with ThreadPoolExecutor(2) as pool:
            ours = list(pool.map(lambda item: compiler_refuses(item[1]), cases))
        connection = case.cluster.connection(seconds=20)
        theirs = [server_refuses(connection, thing) for _, thing in cases]
        connection.close()
        missed = [f"{what}: {message}" for (what, _), message, found in zip(cases, theirs, ours) if message and not found
                  and what not in BEYOND]
        print(f"{len(cases)} objects, the apiserver refuses {sum(map(bool, theirs))} of them, the compiler {sum(map(bool, ours))}")
        strict = [f"{what}: {found}" for (what, _), message, found in zip(cases, theirs, ours) if found and not message]
        if missed or strict:
            self.fail("\n  ".join(["only the apiserver refuses", *missed, "only the compiler refuses", *strict]))


if __name__ == "__main__":
    unittest.main()
