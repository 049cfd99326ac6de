#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# fn: a ResourceList with jobs becomes one with their manifests, or one with results.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

# list CONFIG ITEM…: a ResourceList, as JSON (which is YAML).
list() {
	local config=$1 items
	shift
	items=$(IFS=,; echo "$*")
	printf '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","functionConfig":%s,"items":[%s]}' "$config" "$items"
}

kinds() { grep -E '^  kind: ' "$work/out" | sort | uniq -c | tr -s ' ' | tr '\n' ';'; }

pi='{"apiVersion":"mpicc.dev/v1","kind":"MPIJob","metadata":{"name":"pi","namespace":"hpc","annotations":{"config.kubernetes.io/path":"jobs/pi.yaml","internal.config.kubernetes.io/index":"3"}},"image":"example.com/x:1","workers":2,"resources":{"cpu":1,"memory":"1Gi"},"run":"hostname"}'
other='{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","annotations":{"config.kubernetes.io/path":"s.yaml"}},"stringData":{"a":"yes","b":"012"}}'

run_with "$(list null "$other" "$pi")" fn
is 0; no_err
check 'manifests in place of the job' [ "$(kinds)" = ' 1 kind: ConfigMap; 2 kind: Job; 1 kind: NetworkPolicy; 1 kind: Secret; 1 kind: Service;' ]
out 'config.kubernetes.io/path: s.yaml'
out 'internal.config.kubernetes.io/path: hpc/pi/launcher-job.yaml'
check 'nothing of the path the job had' not grep -q 'jobs/pi.yaml' "$work/out"
out 'a: "yes"'; out 'b: "012"'
check 'no results' not grep -q '^results' "$work/out"
cp "$work/out" twice
run_with "$(cat twice)" fn
is 0
check 'its own output passes unchanged' cmp -s twice "$work/out"

# The names of objects are those that compile gives.
printf '%s' "$pi" | sed 's/,"annotations":{[^}]*}//' >pi.yaml
run compile pi.yaml -o -
is 0
name=$(sed -n 's/^  name: \(pi-.*-worker\)$/\1/p' "$work/out")
check 'the same run as compile' grep -q "name: $name\$" twice

# Kubeflow's, and in another version of the list.
mpijob='{"apiVersion":"kubeflow.org/v2beta1","kind":"MPIJob","metadata":{"name":"k"},"spec":{"mpiReplicaSpecs":{"Launcher":{"template":{"spec":{"containers":[{"name":"l","image":"x:1","command":["mpirun","hostname"]}]}}},"Worker":{"replicas":2,"template":{"spec":{"containers":[{"name":"w","image":"x:1"}]}}}}}}'
run_with "$(list null "$mpijob" | sed 's,io/v1",io/v1beta1",')" fn
is 0; out 'apiVersion: config.kubernetes.io/v1beta1'; out 'path: default/k/worker-job.yaml'

# Configurations.
mkdir jobs
job jobs/one 'launcher: {ranks: true}' 'workers: 1'; sed -i s,jobs/one,one, jobs/one.yaml
printf '%s\n' 'environments: {prod: {overrides: {metadata: {labels: {tier: gold}}}}}' >mpicc.yaml
run_with "$(list '{"apiVersion":"mpicc.dev/v1","kind":"Compile","metadata":{"name":"c"},"inputs":["jobs"],"environment":"prod"}' "$other")" fn
is 0; out 'path: default/one/service.yaml'; out 'tier: gold'; out 'kind: Compile'
run_with "$(list '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"inputs":"jobs  jobs/one.yaml"}}')" fn
is 1; err 'E0304'; out 'code: E0304'; out 'path: jobs/one.yaml'
run_with "$(list '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"inputs":"jobs","target":"indexed"}}')" fn -e prod
is 0; out 'tier: gold'; check 'one Job' [ "$(grep -c '^  kind: Job' "$work/out")" -eq 1 ]
run_with "$(list "$pi" "$pi")" fn
is 0; check 'a config that is an item too counts once' [ "$(grep -c '^  kind: Service' "$work/out")" -eq 1 ]
run_with "$(list '{"apiVersion":"mpicc.dev/v1","kind":"Compile","metadata":{"name":"c"},"input":["jobs"]}')" fn
is 1; out 'path: input'; out 'name: c'; err 'did you mean `inputs`'
run_with "$(list '{"apiVersion":"example.com/v1","kind":"Other","metadata":{"name":"c"}}' "$pi")" fn
is 1; out 'code: E0303'; out 'workers: 2'

# What is wrong stands in results, with file and field; items stay as they were.
run_with "$(list null "$other" "${pi/workers/wokers}")" fn
is 1; err 'E0201'; out 'wokers: 2'
check 'the result' diff <(sed -n '/^results/,$p' "$work/out") - <<'END'
results:
- field:
    path: wokers
  file:
    index: 3
    path: jobs/pi.yaml
  message: unknown field `wokers`; did you mean `workers`?
  resourceRef:
    apiVersion: mpicc.dev/v1
    kind: MPIJob
    name: pi
    namespace: hpc
  severity: error
  tags:
    code: E0201
END
run_with "$(list null "${mpijob/\"replicas\":2/\"replicas\":\"x\"}")" fn
is 1; out 'path: spec.mpiReplicaSpecs.Worker.replicas'
printf 'apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: one}\nimage: x:1\nrun: a\nwokers: 1\n' >jobs/one.yaml
run_with "$(list '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"inputs":"jobs"}}')" fn
is 1; out 'message: '"'"'line 6: unknown field'; out 'path: jobs/one.yaml'

# A key that nothing keeps is another one each time, and whoever reads the results should know.
run_with "$(list null "${pi/\"run\"/\"keys\":\"plain\",\"run\"}")" fn --insecure-plain-keys
is 0; err 'W0651'; out 'severity: warning'; out 'code: W0651'; out 'path: keys'; out 'path: hpc/pi/secret.yaml'

# What is no list.
run_with '' fn
is 1; no_out; err 'E0303'
run_with 'a: [' fn
is 1; no_out; err 'E01'
run_with '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","items":{}}' fn
is 1; no_out; err 'must be a list'
run_with '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList"}' fn
is 0; out 'items: []'
run fn argument
is 2
finish
