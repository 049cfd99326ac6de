#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# new: what it writes compiles, and nothing is overwritten.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run new
is 2; err 'a name for the job is missing'
run new resnet
is 0; no_err; out 'name: resnet'; out 'workers: 2'
check 'the modeline is the first line' grep -q '^# yaml-language-server: \$schema=' <(head -n 1 "$work/out")
cp "$work/out" resnet.yaml
run check resnet.yaml
is 0
run new resnet -o -
is 0
check '-o - is standard output' cmp -s "$work/out" resnet.yaml

for mpi in openmpi intel mpich; do
	run new job --mpi "$mpi" --workers 3 --image example.com/x:2 -o "jobs/$mpi.yaml"
	is 0; no_out; err "wrote jobs/$mpi.yaml"
	run check "jobs/$mpi.yaml"
	is 0
	check 'the values' grep -q "^mpi: $mpi\$" "jobs/$mpi.yaml"
	check 'the values' grep -q '^workers: 3$' "jobs/$mpi.yaml"
	check 'the values' grep -q '^image: example.com/x:2$' "jobs/$mpi.yaml"
done
run new -q other -o jobs/other.yaml
is 0; no_err
cp jobs/intel.yaml before
run new other -o jobs/intel.yaml
is 3; no_out; err 'jobs/intel.yaml: is there already, and is not overwritten'
check 'and it is not' cmp -s before jobs/intel.yaml
run new other -o jobs
is 3; err 'jobs: is there already'

run new 'Bad_Name'
is 1; no_out; err E0205
run new "$(printf 'two\nlines')"
is 1; no_out
run new $'\xff'
is 2; no_out; err 'UTF-8'
run new ''
is 1; no_out
run new x --mpi nope
is 1; no_out; err E0550
run new x --mpi ./gone.lua -o x.yaml
is 1; err E0305
check 'mistakes write nothing' not test -e x.yaml
run new x --workers many
is 2; err 'must be an integer'
run new x --workers -1
is 2; err 'must be from 0 to 100000'
run new x --image ''
is 2; err 'has an empty value'
run new x -o /proc/x.yaml
is 3; err '/proc/x.yaml'

# The project's defaults hold for the new job, too.
echo 'defaults: {wokers: 2}' >mpicc.yaml
run new x
is 1; err 'wokers'
finish
