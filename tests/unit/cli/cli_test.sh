#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test: expectations and snapshots beside job files.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

job() { printf 'apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: %s}\nimage: x\nrun: pi\n' "$1"; }

mkdir jobs
job pi >jobs/pi.yaml
run test jobs
is 2; err 'there is nothing to test'
run test none.yaml
is 3; err 'none.yaml: No such file'

# Snapshots: made for files that are named, then kept.
run test --update jobs
is 2; check 'a snapshot was made unasked' not test -e jobs/pi.snapshot.yaml
run test --update jobs/pi.yaml
is 0; err '1 snapshot written'; err '1 passed, 0 failed'
cp jobs/pi.snapshot.yaml before
run test jobs
is 0; no_out; err '1 passed, 0 failed'
echo 'workers: 2' >>jobs/pi.yaml
run test jobs
is 1; out '+++ b/jobs/pi.snapshot.yaml'; err 'E0514'
check 'the snapshot was changed' cmp -s before jobs/pi.snapshot.yaml
run test --update jobs
is 0; err '1 snapshot written'
run test --update jobs
is 0; check 'it is written again' not grep -q written "$work/err"
echo 'worker: 2' >>jobs/pi.yaml
run test --update jobs
is 1; err 'must be a map'

# Expectations, with an environment, a mistake that is meant, and files that are no job files.
job pi >jobs/pi.yaml
rm jobs/pi.snapshot.yaml
echo 'environments: {prod: {overrides: {workers: 7}}}' >jobs/mpicc.yaml
printf 'objects: [{kind: Job, metadata: {name: pi-worker}, spec: {parallelism: 1}}]\n---\nenvironment: prod\nobjects: [{kind: Job, spec: {parallelism: 7}}]\n' >jobs/pi.expect.yaml
job bad | sed s/x/1/ >jobs/bad.yaml
echo 'diagnostics: [E0203]' >jobs/bad.expect.yaml
run test jobs/*.yaml
is 0; err '3 passed, 0 failed'
run test jobs -e none
is 1; err 'there is no environment `none`'
echo 'objekts: []' >jobs/bad.expect.yaml
run test jobs
is 1; err 'did you mean `objects`?'; err '2 passed, 1 failed'
echo '{' >jobs/bad.expect.yaml
run test jobs
is 1; err 'E0101'; err '2 passed, 1 failed'
rm jobs/bad*
run check jobs
is 0; err 'ok: 1 job'
ln -s ../../.. jobs/up
run test jobs
is 0; err '2 passed, 0 failed'
finish
