# SPDX-License-Identifier: Apache-2.0
"""Who finds the mistakes of this folder: `check`, the MPI Operator on a real apiserver, kubeconform, kube-score, and kube-linter where it is.

    tests/wrong/compare

runs this on a control plane of its own and writes the table of docs/COMPARISON.md. All get the same file. What knows no MPIJobs also gets
its pods as Jobs, and kubeconform schemas of both, made from the CRD and from what the apiserver publishes. A tool has found a mistake
when it says anything that it does not say of right.yaml.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cluster")]
import cases  # noqa: E402
import compare  # noqa: E402
import node  # noqa: E402

BEGIN, END = "<!-- wrong -->", "<!-- /wrong -->"
LINE = re.compile(r"\bline (\d+)")
EVENTS_SECONDS = 20


def words(*command):
    """Exit code and all that a program says."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


# -- schemas for kubeconform ------------------------------------------------------------------------------------------

def closed(schema, definitions):
    """Without references, and without room for unknown fields: what kubeconform's users make of OpenAPI."""
    if isinstance(schema, list):
        return [closed(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return closed(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if schema.get("format") == "int-or-string" or schema.get("x-kubernetes-int-or-string"):
        return {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    if len(schema.get("allOf", [])) == 1:
        return closed(schema["allOf"][0], definitions)
    out = {key: closed(value, definitions) for key, value in schema.items() if key != "default"}
    if "properties" in out:
        out["properties"] = {key: closed(value, definitions) for key, value in schema["properties"].items()}
        if not out.get("x-kubernetes-preserve-unknown-fields"):
            out.setdefault("additionalProperties", False)
    return out


def write_schemas(cluster, folder):
    crd = json.loads(cluster.kubectl("get", "crd", "mpijobs.kubeflow.org", "-o", "json"))
    for version in crd["spec"]["versions"]:
        schema = closed(version["schema"]["openAPIV3Schema"], {})
        schema["properties"]["metadata"] = {"type": "object"}
        (folder / f"mpijob-kubeflow.org-{version['name']}.json").write_text(json.dumps(schema))
    definitions = cluster.api("/openapi/v3/apis/batch/v1")["components"]["schemas"]
    (folder / "job-batch-v1.json").write_text(json.dumps(closed(definitions["io.k8s.api.batch.v1.Job"], definitions)))


# -- the tools --------------------------------------------------------------------------------------------------------

def jobs_of(cluster, path):
    """The pods of an MPIJob as Jobs; none where the file cannot be read."""
    done = subprocess.run([cluster.bin / "kubectl", "create", "--dry-run=client", "--validate=false", "-o", "json", "-f", path],
                          capture_output=True, text=True)
    text = done.stdout if done.returncode == 0 else ""
    out, decoder = [], json.JSONDecoder()
    while text.strip():
        job, end = decoder.raw_decode(text.strip())
        text = text.strip()[end:]
        for role, replica in (job["spec"].get("mpiReplicaSpecs") or {}).items():
            template = replica.get("template") or {}
            template.setdefault("spec", {})["restartPolicy"] = "Never"
            metadata = {**job["metadata"], "name": f"{job['metadata']['name']}-{role.lower()}"}
            out.append({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": {"template": template}})
    return out


def files_for(cluster, path, folder):
    """The file itself, and its pods."""
    pods = folder / f"{path.parent.name}-pods.json"
    jobs = jobs_of(cluster, path)
    pods.write_text("\n---\n".join(json.dumps(job) for job in jobs))
    return [path, pods] if jobs else [path]


class Kubeconform:
    name = "kubeconform"

    def __init__(self, program, folder):
        self.program, self.schemas = program, folder / "{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json"

    def says(self, files):
        out = set()
        for path in files:
            code, text = words(self.program, "-strict", "-output", "json", "-schema-location", self.schemas, path)
            found = json.loads(text)["resources"] if text.startswith("{") else []
            out |= {one.get("msg", "") for one in found if one["status"] in ("statusInvalid", "statusError")}
            out |= {text} if code and not found else set()
        return out


class KubeScore:
    name = "kube-score"

    def __init__(self, program):
        self.program = program

    def says(self, files):
        out = set()
        for path in files[1:] or files:
            code, text = words(self.program, "score", "--output-format", "json", "--kubernetes-version", "v1.34", path)
            if not text.startswith("["):
                out.add(text)
                continue
            for one in json.loads(text):
                for check in one.get("checks") or []:
                    if check["grade"] < 10 and not check["skipped"]:
                        out |= {(check["check"]["id"], said.get("summary")) for said in check.get("comments") or []}
        return out


class KubeLinter:
    name = "kube-linter"

    def __init__(self, program):
        self.program = program

    def says(self, files):
        out = set()
        for path in files[1:] or files:
            _, text = words(self.program, "lint", "--format", "json", path)
            reports = json.loads(text[text.index("{"):]).get("Reports") if "{" in text else None
            out |= {(one["Check"], one["Diagnostic"]["Message"]) for one in reports or []} if "{" in text else {text}
        return out


class Operator:
    """What kubectl and the apiserver refuse, else what events say once the operator has seen the job."""
    name = "MPI Operator"

    def __init__(self, cluster):
        self.cluster, self.waiting = cluster, {}

    def refused(self, case):
        namespace = "w" + case.name.split("-", 1)[0]
        self.cluster.kubectl("create", "namespace", namespace, check=False)
        text = case.text.replace("namespace: hpc", f"namespace: {namespace}")
        done = subprocess.run([self.cluster.bin / "kubectl", "create", "--validate=strict", "-f", "-"], input=text, capture_output=True, text=True)
        self.waiting[case.name] = namespace
        return done.stderr if done.returncode else ""

    def events(self, case):
        found = self.cluster.api(f"/api/v1/namespaces/{self.waiting[case.name]}/events")["items"]
        return {event["reason"] for event in found if event["type"] == "Warning" and event["reason"] != "FailedScheduling"}


def cell(case, said, later=False):
    if not said:
        return "–"
    lines = {int(number) for one in said for number in LINE.findall(str(one))}
    found = "after it was started" if later else "found"
    return f"{found}, line {case.line}" if case.line in lines else f"{found}, line {min(lines)} ✗" if lines else found


def table(program, cluster, tools):
    operator, rows = Operator(cluster), []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        right = {tool.name: tool.says(files_for(cluster, HERE / "right.yaml", folder)) for tool in tools}
        refusals = {case.name: operator.refused(case) for case in cases.all_cases()}
        time.sleep(EVENTS_SECONDS)
        for case in cases.all_cases():
            found, at_line = case.found(cases.ours(program, case))
            ours = f"found, line {case.line}" if at_line else "found" if found else "–"
            refusal = refusals[case.name]
            theirs = cell(case, {refusal}) if refusal else cell(case, operator.events(case), later=True)
            others = [cell(case, tool.says(files_for(cluster, case.path, folder)) - right[tool.name]) for tool in tools]
            rows.append([case.title, ours, theirs, *others])
    return rows


def markdown(rows, names):
    lines = ["| mistake | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    found = [sum(row[i + 1] != "–" for row in rows) for i in range(len(names))]
    shown = [sum(", line" in row[i + 1] and "✗" not in row[i + 1] for row in rows) for i in range(len(names))]
    lines.append(f"| **found, of {len(rows)}** | " + " | ".join(f"**{n}**" for n in found) + " |")
    lines.append("| **shown at the user's line** | " + " | ".join(f"**{n}**" for n in shown) + " |")
    return "\n".join(lines)


def main(program, tools_folder, document):
    cluster = node.Node.of_environment()
    compare.install_operator(cluster)
    operator = compare.start_operator(cluster, cluster.kubeconfig)
    tools_folder = pathlib.Path(tools_folder)
    try:
        with tempfile.TemporaryDirectory() as schemas:
            write_schemas(cluster, pathlib.Path(schemas))
            tools = [Kubeconform(tools_folder / "kubeconform", pathlib.Path(schemas)), KubeScore(tools_folder / "kube-score")]
            if shutil.which("kube-linter"):
                tools.append(KubeLinter("kube-linter"))
            rows = table(program, cluster, tools)
    finally:
        operator.terminate()
        operator.wait()
    text = markdown(rows, ["`mpicc-yaml check`", "MPI Operator v0.8.2"] + [tool.name for tool in tools])
    document = pathlib.Path(document)
    before, rest = document.read_text().split(BEGIN)
    document.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.split(END)[1])
    print(text)


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main(*sys.argv[1:]))
