#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# explain: fields, groups, codes, and what there is not.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run explain
is 0; no_err; out '  workers '; out '  launcher.ranks '; out '  output.repo '
run explain workers
is 0; out 'workers: integer'; out 'default `1`'; out 'workers: 4'
run explain launcher
is 0; out launcher.ranks; out launcher.pod
check 'only the group' not grep -q workers: "$work/out"
run explain mpicc.yaml
is 0; out output.branch; out defaults
run explain mpicc.yaml:output.repo
is 0; out 'output.repo: string'
run explain mpicc.yaml:output
is 0; out output.branch
run explain E0105
is 0; out 'E0105: '; out '(an error)'
run explain w0401
is 0; out 'W0401: '; out '(a warning)'

run explain wrkers
is 2; no_out; err 'unknown field `wrkers`'; err 'did you mean `workers`?'
run explain ranks
is 2; err 'did you mean `launcher.ranks`?'
run explain mpicc.yaml:output.rpo
is 2; err 'did you mean `output.repo`?'
run explain launcher.
is 2; err 'unknown field'
run explain E9999
is 2; err 'unknown diagnostic `E9999`'
run explain ''
is 2; err 'is empty'

# Every code and every field can be explained.
for name in $(sed -n 's/^DIAG(\([EW][0-9]*\),.*/\1/p' "$repository_root/lib/base/diag_codes.def") \
	$(sed -n 's/^FIELD([a-z_0-9]*, "\([^"]*\)".*/\1/p' "$repository_root/compiler/spec/spec_fields.def"); do
	run explain "$name"
	is 0; out "$name: "
done
finish
