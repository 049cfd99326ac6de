# SPDX-License-Identifier: Apache-2.0
"""check_schema.py PROGRAM: what schema_cases prints, judged by python3-jsonschema. 77 where that is not installed."""
import json
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def check(lines):
    validator, rows = None, 0
    for line in lines:
        case = json.loads(line)
        if "schema" in case:
            jsonschema.Draft202012Validator.check_schema(case["schema"])
            validator = jsonschema.Draft202012Validator(case["schema"])
            continue
        rows += 1
        for error in validator.iter_errors(case["right"]):
            yield f"{case['path']}: the schema refuses the example: {error.message}"
        if validator.is_valid(case["wrong"]):
            yield f"{case['path']}: the schema takes a wrong value: {json.dumps(case['wrong'])}"
    if rows < 50:
        yield f"only {rows} rows"


def main():
    done = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=True)
    findings = list(check(done.stdout.splitlines()))
    print(*findings, sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
