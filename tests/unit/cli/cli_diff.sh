#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# diff: what git would say too, colours, --stat, exit codes.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

job one 'workers: 2'
run diff one.yaml
is 2; no_out; err 'there is nothing to compare with'
run diff one.yaml -o -
is 2; err 'there is nothing to compare with'
run diff one.yaml -o out --repo x
is 2; err 'exclude each other'
run diff
is 2; err 'an input is missing'
run diff one.yaml --push
is 2; err 'unknown option `--push`'

run diff one.yaml -o out
is 1; out '--- /dev/null'; out '+++ b/default/one/service.yaml'; no_err
check 'diff writes nothing' not test -e out
run compile one.yaml -o out
run diff one.yaml -o out
is 0; no_out; no_err
run diff --stat one.yaml -o out
is 0; no_out

cp -R out before
job one 'workers: 3'
run diff one.yaml -o out
is 1; out '-  completions: 2'; out '+  completions: 3'
check 'no colour into a file' not grep -q $'\033' "$work/out"
cp "$work/out" patch
run diff one.yaml -o out --color=always
is 1
check 'colour when asked for' grep -q $'\033\\[32m+  completions: 3' "$work/out"
run diff --stat one.yaml -o out
is 1; out ' default/one/worker-job.yaml '; out '5 files changed'
run compile one.yaml -o out
check 'git applies the diff, and that is what compile does' git -C before apply "$PWD/patch"
check 'the same files' diff -r --exclude=.mpicc-yaml.owned before out

job two
rm one.yaml
run diff two.yaml -o out
is 1; out 'deleted file mode 100644'; out 'new file mode 100644'; out '+++ /dev/null'
job bad 'wokers: 2'
run diff bad.yaml -o out
is 1; no_out; err E0201
run diff two.yaml -o two.yaml
is 3; err 'not a folder'
finish
