#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# import: MPIJobs to the compact form, which compiles.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run import
is 2; err 'a file is missing'
for file in "$repository_root"/examples/kubeflow/*.yaml; do
	run import "$file"
	is 0
	check 'a pleasant order' [ "$(grep -v '^ ' "$work/out" | head -n 3 | tr -d '\n')" = 'apiVersion: mpicc.dev/v1kind: MPIJobmetadata:' ]
	check 'notes are notes' not grep -qv '^note: ' "$work/err"
	cp "$work/out" imported.yaml
	run check imported.yaml
	is 0
	run import -q "$file"
	is 0; no_err
done
sample=$repository_root/examples/kubeflow/pi-mpich.yaml
run_with "$(cat "$sample")" import -
is 0; out 'mpi: mpich'
{ cat "$sample"; echo ---; sed 's/pi-mpich/pi-2/' "$sample"; } >two.yaml
run import two.yaml
is 0; out 'name: pi-2'
check 'documents are separated' [ "$(grep -c '^---$' "$work/out")" -eq 1 ]

run import gone.yaml
is 1; no_out; err 'error[E0305]'
run import .
is 3; no_out; err 'error: .: '
: >empty.yaml
run import empty.yaml
is 1; err E0302
job one
run import one.yaml
is 1; no_out; err 'error[E0303]'
run import --error-format=short one.yaml
is 1; err 'one.yaml:1:1: error[E0303]'
{ cat "$sample"; echo ---; cat one.yaml; } >mixed.yaml
run import mixed.yaml
is 1; no_out; err E0303
sed 's/slotsPerWorker/slotPerWorker/' "$sample" >typo.yaml
run import typo.yaml
is 1; no_out; err 'did you mean `slotsPerWorker`?'
echo '{' >broken.yaml
run import broken.yaml
is 1; no_out; err E0101
run_with "$(printf 'a: \xff')" import -
is 1; err '<stdin>'
finish
