#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# schema: JSON that knows every field.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run schema
is 0; no_err; out 'https://json-schema.org/draft/2020-12/schema'
cat >"$work/fields.py" <<'END'
import json
import sys

schema = json.load(open(sys.argv[1]))
for path in sys.argv[2:]:
    at = schema
    for part in path.split("."):
        at = at["properties"][part]
    assert at["description"], path
END
mapfile -t fields < <(sed -n 's/^FIELD([a-z_0-9]*, "\([^"]*\)".*/\1/p' "$repository_root/compiler/spec/spec_fields.def")
check 'every field has a description' python3 "$work/fields.py" "$work/out" "${fields[@]}"
run schema --project
is 0
mapfile -t fields < <(sed -n 's/^FIELD([a-z_0-9]*, "\([^"]*\)".*/\1/p' "$repository_root/compiler/spec/project_fields.def")
check 'every field of mpicc.yaml' python3 "$work/fields.py" "$work/out" "${fields[@]}"
run help schema
is 0; out 'yaml-language-server: $schema='
run schema job
is 2; err 'does not take the argument `job`'
finish
