#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The command line itself: what is missing, unknown, too much; exit code 2 and nothing on standard output.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run
is 2; no_out; err 'a command is missing'; err 'See `mpicc-yaml help`'
run compil
is 2; no_out; err 'unknown command `compil`'; err 'did you mean `compile`?'
run ''
is 2; err 'unknown command ``'
run --frobnicate
is 2; err 'unknown option `--frobnicate`'
run --color=purple compile
is 2; err 'must be one of `auto`, `always`, `never`, not `purple`'
run --quiet
is 2; err 'a command is missing'
run --
is 2; err 'a command is missing'
run -- version
is 0

for command in compile check diff explain schema new import help version completion; do
	run "$command" --frobnicate
	is 2; no_out; err 'unknown option `--frobnicate`'; err "See \`mpicc-yaml help $command\`"
	run "$command" --color
	is 2; err 'option `--color` needs a value'
	run "$command" --quiet=yes
	is 2; err 'option `--quiet` takes no value'
done
for command in explain schema new import help version completion; do
	run "$command" a b
	is 2; no_out; err "does not take the argument"
done

# Common options may stand before the command and behind it.
run --quiet version
is 0; out mpicc-yaml; no_err
run version --quiet
is 0
run -h
is 0; out 'Usage: mpicc-yaml COMMAND'; no_err
run -h compile
is 0; out 'Usage: mpicc-yaml COMMAND'
run compile -h --repo nowhere
is 0; out 'Usage: mpicc-yaml compile'

run -V
is 0; out 'mpicc-yaml '
run --version --json
is 2
run version --json
is 0
check 'the version is JSON' python3 -c 'import json,sys; v=json.load(open(sys.argv[1])); assert v["version"] and v["libraries"]["Lua"]' "$work/out"
finish
