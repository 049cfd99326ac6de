# SPDX-License-Identifier: Apache-2.0
"""JSON schemas of Kubernetes' kinds for a validator that works from files: one a kind, with all it refers to, unknown fields refused."""
import json
import pathlib
import subprocess

VERSION = "v1.34.3"
GROUPS = ["api__v1"] + [f"apis__{group}__v1" for group in ("apps", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io")]
# Where kubeconform is to look for them.
LOCATION = "{{ .ResourceKind }}{{ .KindSuffix }}.json"


def closed(schema):
    """References to `definitions`; objects that have fields have no others."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {name: closed(value) for name, value in schema.items() if name != "description" or not isinstance(value, str)}
    if isinstance(out.get("$ref"), str):
        out["$ref"] = out["$ref"].replace("#/components/schemas/", "#/definitions/")
    if isinstance(out.get("properties"), dict) and "additionalProperties" not in out:
        out["additionalProperties"] = False
    return out


def file_name(group, version, kind):
    return "-".join([kind.lower(), *([group.split(".")[0]] if group else []), version]) + ".json"


def write(folder):
    """Into `folder`, from the module k8s.io/kubernetes."""
    done = subprocess.run(["go", "mod", "download", "-json", f"k8s.io/kubernetes@{VERSION}"], check=True, capture_output=True, text=True)
    spec = pathlib.Path(json.loads(done.stdout)["Dir"]) / "api/openapi-spec/v3"
    folder.mkdir()
    for group in GROUPS:
        definitions = closed(json.loads((spec / f"{group}_openapi.json").read_text())["components"]["schemas"])
        for name, schema in definitions.items():
            kinds = schema.get("x-kubernetes-group-version-kind", [])
            if len(kinds) == 1 and "metadata" in schema.get("properties", {}):
                own = {"$ref": f"#/definitions/{name}", "definitions": definitions}
                (folder / file_name(kinds[0]["group"], kinds[0]["version"], kinds[0]["kind"])).write_text(json.dumps(own))
    return folder
