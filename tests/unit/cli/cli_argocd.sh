#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The commands of an Argo CD plugin: objects and nothing else on standard output, and never none with exit code 0.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"
unset ARGOCD_APP_PARAMETERS

run argocd
is 2; no_out; err '`generate` or `parameters`'
run argocd prameters
is 2; no_out
run argocd parameters x
is 2; no_out; err 'takes no inputs'
run argocd parameters
is 0; no_err
check 'the announcement is what Argo CD reads' python3 -c '
import json, sys
assert [p["name"] for p in json.load(open(sys.argv[1]))] == ["env", "target", "keys"]' "$work/out"

# Nothing to apply is never well: Argo CD would remove all there is.
run argocd generate
is 1; no_out; err 'error[E0302]'
printf '# nothing yet\n' >job.yaml
run argocd generate
is 1; no_out; err 'error[E0302]'

job job 'workers: 2'
run argocd generate
is 0; no_err; out 'kind: Job'
cp "$work/out" "$work/generated"
run compile . --output -
check 'generate prints what compile does' cmp -s "$work/out" "$work/generated"

# Mistakes are a line each; what is right beside them is not printed.
job wrong 'wrokers: 2'
run argocd generate
is 1; no_out; err 'wrong.yaml:6:1: error[E0201]: unknown field `wrokers`'
run argocd generate job.yaml
is 0; out 'kind: Job'

# An Application's parameters; the output and the repository of mpicc.yaml are not for a plugin.
cat >mpicc.yaml <<'END'
output: {repo: elsewhere, branch: main}
environments: {prod: {defaults: {retries: 4}}}
END
export ARGOCD_APP_PARAMETERS='[{"name": "env", "string": "prod"}, {"name": "target", "string": "split"}]'
run argocd generate job.yaml
is 0; out 'backoffLimit: 4'
ARGOCD_APP_PARAMETERS='[{"name": "env", "string": "prdo"}]'
run argocd generate job.yaml
is 1; no_out; err 'prdo'
ARGOCD_APP_PARAMETERS='[{"name": "environment", "string": "prod"}]'
run argocd generate job.yaml
is 2; no_out; err 'unknown parameter `environment`'
ARGOCD_APP_PARAMETERS='[{"name": "keys", "string": "plain"}]'
run argocd generate job.yaml
is 1; no_out; err 'error[E0411]'
finish
