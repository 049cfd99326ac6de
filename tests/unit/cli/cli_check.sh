#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# check: mistakes on standard error, all of them, and the exit codes 0, 1, 2, 3 and 4.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run check
is 2; err 'an input is missing'
run check ''
is 2; err 'an input is empty'

job one
job two
run check one.yaml
is 0; no_out; err 'ok: 1 job'
run check .
is 0; err 'ok: 2 jobs'
run check -q .
is 0; no_err
touch mpicc.yaml
run check
is 0; err 'ok: 2 jobs'
echo 'nonsense: 1' >mpicc.yaml
run check
is 1; err 'mpicc.yaml:1:1'
echo 'kubernetes: "1.34"' >mpicc.yaml
run check
is 0; err 'ok: 2 jobs'

job bad 'wokers: 2' 'slots: lots'
run check bad.yaml
is 1; no_out; err 'error[E0201]'; err 'did you mean `workers`?'; err 'error[E0203]'; err '--> bad.yaml:6:1'; err '2 errors'
run check --error-format=short bad.yaml
is 1; err 'bad.yaml:6:1: error[E0201]: unknown field'
check 'one line each' [ "$(wc -l <"$work/err")" -eq 2 ]
run check --error-format=long bad.yaml
is 2; err 'one of `human`, `short`'
check 'no colour into a file' not grep -q $'\033' "$work/err"
run check --color=always bad.yaml
is 1
check 'colour when asked for' grep -q $'\033' "$work/err"

run check gone.yaml
is 1; err E0305; err 'gone.yaml'
mkdir empty
run check empty
is 1; err E0302
run_with "$(cat one.yaml)" check -
is 0; err 'ok: 1 job'
run_with "$(cat bad.yaml)" check -
is 1; err '<stdin>:6:1'
"$program" check - <&- >"$work/out" 2>"$work/err"
code=$? last='check - <&-'
is 3; err 'error: -: Bad file descriptor'

run check one.yaml -e prdo
is 1; err E0301
run check one.yaml --project gone.yaml
is 1; err 'gone.yaml'
run check one.yaml --keys plain
is 1; err E0411
run check one.yaml --keys plain --insecure-plain-keys
is 0
run check one.yaml --keys nonsense
is 1
run check one.yaml --target=split
is 0
run check one.yaml --target=indexed
is 1

# A warning is no mistake, and -q keeps it quiet.
job kept 'workers: 2' 'clean: None'
run check kept.yaml
is 0; err 'warning[W0401]'; err '1 warning'
run check -q kept.yaml
is 0; no_err

job loop 'hooks: [loop.lua]'
echo 'while true do end' >loop.lua
run check loop.yaml
is 4; err E0502

if [ "$(id -u)" -ne 0 ]; then
	cp one.yaml secret.yaml
	chmod 000 secret.yaml
	run check secret.yaml
	is 3; err 'Permission denied'
fi
finish
