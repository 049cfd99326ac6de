#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Output that does not arrive: closed, full, and readers that go away; and colour on terminals.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

job one 'workers: 2'
job bad 'wokers: 2'
last='with odd descriptors'
: >"$work/out"

full() {
	"$program" "$@" >/dev/full 2>"$work/err"
	code=$?
}
full compile one.yaml
is 3; err 'mpicc-yaml: error: standard output: No space left on device'
for command in version help explain schema 'new x' 'completion zsh' "import $repository_root/examples/kubeflow/pi-intel.yaml" 'diff one.yaml -o out'; do
	# shellcheck disable=SC2086  # words
	full $command
	is 3; err 'No space left on device'
done

"$program" compile one.yaml >&- 2>"$work/err"
code=$?
is 3; err 'mpicc-yaml: error: standard output: Bad file descriptor'
# A closed standard output must not become the first file that is opened.
"$program" compile one.yaml -o closed >&- 2>"$work/err"
code=$?
is 0
check 'the files are whole' [ "$("$program" diff one.yaml -o closed | wc -c)" -eq 0 ]
# Who closes standard error wants the exit code alone.
"$program" check bad.yaml 2>&-
code=$?
is 1
"$program" check one.yaml 2>&-
code=$?
is 0
"$program" check one.yaml 2>/dev/full
code=$?
is 3
"$program" check one.yaml <&- 2>"$work/err"
code=$?
is 0

# Enough manifests to fill a pipe whose reader has gone: quiet, and exit code 3.
for i in $(seq 20); do job "many$i"; done
"$program" compile many*.yaml 2>"$work/err" | head -n 1 >"$work/out"
code=${PIPESTATUS[0]}
is 3; no_err; out 'apiVersion: v1'

# script gives the program a terminal.
if command -v script >/dev/null; then
	on_terminal() {
		local environment=$1
		shift
		env -u NO_COLOR TERM=xterm ${environment:+"$environment"} script -qec "$program $*" /dev/null </dev/null >"$work/out" 2>&1
	}
	# shellcheck disable=SC2317  # called by check
	coloured() { grep -q $'\033\\[1;31m' "$work/out"; }
	on_terminal '' check bad.yaml
	check 'colour on a terminal' coloured
	on_terminal NO_COLOR=1 check bad.yaml
	check 'no colour with NO_COLOR' not coloured
	on_terminal NO_COLOR= check bad.yaml
	check 'an empty NO_COLOR does not count' coloured
	on_terminal TERM=dumb check bad.yaml
	check 'no colour on a dumb terminal' not coloured
	on_terminal '' --color=never check bad.yaml
	check 'no colour with --color=never' not coloured
	on_terminal NO_COLOR=1 check --color=always bad.yaml
	check 'colour with --color=always' coloured
fi
finish
