#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# check --fix and --diff: what they mend, and that every other byte stays.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

printf '%s\r\n' '# ours' 'apiVersion: mpicc.dev/v1' 'kind: MPIJob' 'metadata: {name: a}' 'image:   "example.com/x:1"  # the image' 'wokers:  2 # many' \
	'clean: running' 'suspend: true' 'queue: batch' 'network: {port: 22}' 'resources: {cpu: 1, memory: 1Gi}' 'run: mpirun ./a' \
	'# mpicc: allow(W0905) once it had no tag' >a.yaml
printf '%s\r\n' '# ours' 'apiVersion: mpicc.dev/v1' 'kind: MPIJob' 'metadata: {name: a}' 'image:   "example.com/x:1"  # the image' 'workers:  2 # many' \
	'clean: Running' 'queue: batch' 'network: {port: 2222}' 'resources: {cpu: 1, memory: 1Gi}' 'launch: mpirun ./a' >fixed.yaml
cp a.yaml before.yaml
chmod 640 a.yaml
mkdir real && mv a.yaml real/ && ln -s real/a.yaml a.yaml

run check --diff a.yaml
is 1; out '+workers:  2 # many'; out '+clean: Running'; out '-wokers:  2 # many'
check 'nothing is written' cmp -s a.yaml before.yaml
run check --fix a.yaml
is 0; err 'fixed: 6'; err 'ok: 1 job'
check 'the file is mended, and nothing else in it' cmp a.yaml fixed.yaml
check 'it is the linked file' [ -L a.yaml ]
check 'its mode is kept' [ "$(stat -c %a real/a.yaml)" = 640 ]
run check --fix a.yaml
is 0; err 'fixed: 0'
run check --diff a.yaml
is 0; no_out

job b 'workers: 2' 'wokers: 3'
cp b.yaml before.yaml
run check --fix b.yaml
is 1; err 'fixed: 0'; err 'unknown field `wokers`'
check 'a field that is there is not written twice' cmp -s b.yaml before.yaml
# A line that means nothing to one job may mean something to another, or to another pod of the job.
mkdir shared && cd shared || exit
printf '%s\n' 'defaults:' '  pod:' '    schedulerName: bin-packing' >mpicc.yaml
job gang 'gang: volcano'
job plain
cp mpicc.yaml before.yaml.txt
run check --fix .
is 0; err 'fixed: 0'; err 'W0603'
check 'a default stays, for other jobs have it, too' cmp -s mpicc.yaml before.yaml.txt
cd ..
job node 'pod: {dnsPolicy: ClusterFirst}' 'launcher: {pod: {hostNetwork: true}}'
cp node.yaml before.yaml
run check --fix node.yaml
is 0; err 'W0603'; err 'fixed: 0'
check 'a line that the workers heed stays' cmp -s node.yaml before.yaml

run_with "$(cat b.yaml)" check --fix -
is 2; err 'standard input cannot be fixed'
finish
