# SPDX-License-Identifier: Apache-2.0
"""What the apiserver refuses because of its schema, the compiler refuses too; and its tables have what the apiserver's have."""
import http.client
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import case
import wrong_objects
from case import COMPILER, REPOSITORY

JOB = {"apiVersion": "mpicc.dev/v1", "kind": "MPIJob", "image": "x", "run": "x"}
FOUND = re.compile(r"^\S*/[jh](\d+)\.\w+:\d+:\d+: error\[(.*)$", re.M)
TABLES = REPOSITORY / "compiler/schema"
PLURALS = {"NetworkPolicy": "networkpolicies"}
GROUPS = ["api/v1", "apis/apps/v1", "apis/batch/v1", "apis/networking.k8s.io/v1", "apis/policy/v1", "apis/rbac.authorization.k8s.io/v1",
          "apis/scheduling.k8s.io/v1"]
# Rules across fields, which the schemas do not have.
BEYOND = {
    "Job spec.completionMode removed",
    "Job spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.0.matchExpressions.0"
    ".values removed",
    "Job spec.template.spec.volumes removed",
    "Job spec.template.spec.containers.0.resources.limits.nvidia.com/gpu = 1.5",
    "Service spec.ports.0.name removed",
    "Service spec.ports.1.name removed",
    "NetworkPolicy spec.podSelector.matchExpressions.0.values removed",
    "NetworkPolicy spec.egress.0.ports.0.port removed",
    "Role rules.0.apiGroups removed",
    "Role rules.0.resources removed",
}


def lua(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{json.dumps(key)}] = {lua(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "{" + ", ".join(map(lua, value)) + "}"
    return json.dumps(value)


def compiler_refuses(things):
    """What the compiler says about each object, when the hook of a job makes it; empty: nothing."""
    with tempfile.TemporaryDirectory() as folder:
        for i, thing in enumerate(things):
            job = {**JOB, "metadata": {"name": f"x{i}", "namespace": "default"}, "hooks": [f"h{i}.lua"]}
            pathlib.Path(folder, f"j{i}.yaml").write_text(json.dumps(job))
            pathlib.Path(folder, f"h{i}.lua").write_text(f"return function() return {{{lua(thing)}}} end")
        done = subprocess.run([COMPILER, "check", "--error-format=short", folder], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr)
    said = {int(match[1]): match[2] for match in FOUND.finditer(done.stderr)}
    return [said.get(i, "") for i in range(len(things))]


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


def served_fields(schemas):
    """{(type's name without its package, field)} of what an apiserver has at /openapi/v3."""
    return {(name.split(".")[-1], field) for name, schema in schemas.items() for field in schema.get("properties", {})}


def table_fields():
    """{(type, field)} that the compiler's tables have for this node's version; types whose fields are not looked at are left out."""
    minor = int(re.match(r"\d+", case.cluster.api("/version")["minor"])[0])
    texts = dict(re.findall(r'^TEXT\((\w+), "(.*)"\)$', (TABLES / "kubernetes_texts.def").read_text(), re.M))
    found, owner = set(), None
    for line in (TABLES / "kubernetes_types.def").read_text().splitlines():
        words = re.split(r"[(), ]+", line)
        if words[0] == "TYPE":
            owner = words[1] if words[2] == "map" and int(words[7]) else None
        elif words[0] == "ROW" and owner and int(words[4]) <= minor <= int(words[5]):
            found.add((owner, texts[words[1]]))
    return found


class Schemas(unittest.TestCase):
    def test_the_tables_have_the_fields_that_the_apiserver_has(self):
        schemas = {}
        for group in GROUPS:
            schemas.update(case.cluster.api(f"/openapi/v3/{group}")["components"]["schemas"])
        ours, theirs = table_fields(), served_fields(schemas)
        own = {owner for owner, _ in ours if owner.startswith("Job") and owner not in {name for name, _ in theirs}}
        self.assertEqual(own, {"JobPodSpec", "JobPodTemplateSpec"})
        self.assertEqual({pair for pair in ours if pair[0] not in own} - theirs, set())
        self.assertEqual({pair for pair in theirs if pair[0] in {owner for owner, _ in ours}} - ours, set())

    def test_what_the_apiserver_refuses_is_refused(self):
        cases = list(wrong_objects.spoiled())
        ours = compiler_refuses([thing for _, thing in cases])
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
