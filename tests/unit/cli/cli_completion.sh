#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# completion: scripts without mistakes, and what bash completes.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run completion
is 2; err 'say for which shell'
run completion tcsh
is 2; no_out; err 'unknown shell `tcsh`'
run completion zhs
is 2; err 'did you mean `zsh`?'
for shell in bash zsh fish; do
	run completion "$shell"
	is 0; no_err
	cp "$work/out" "completion.$shell"
	command -v "$shell" >/dev/null || { echo "$shell is not installed: its script is not checked"; continue; }
	check "$shell reads it" "$shell" -n "completion.$shell"
done
command -v shellcheck >/dev/null && check 'shellcheck' shellcheck --shell=bash completion.bash

# shellcheck source=/dev/null
. ./completion.bash
mkdir -p folder/inner
touch file.yaml 'a file'

# complete WORD… is the command line with the cursor at the end of the last word.
complete_line() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	last="completion of $*"
	_mpicc_yaml
	printf '%s\n' "${COMPREPLY[@]}" >"$work/out"
}
offers() { check "does not offer $1" grep -qxF -- "$1" "$work/out"; }
offers_not() { check "offers $1" not grep -qxF -- "$1" "$work/out"; }

complete_line mpicc-yaml ''
offers compile; offers version; offers_not docs
complete_line mpicc-yaml co
offers compile; offers completion; offers_not check
complete_line mpicc-yaml compile --
offers --repo; offers --env; offers --help
complete_line mpicc-yaml compile --re
offers --repo; offers_not --env
complete_line mpicc-yaml compile --target ''
offers split; offers indexed; offers_not file.yaml
complete_line mpicc-yaml compile --target = sp
offers split; offers_not indexed
complete_line mpicc-yaml compile --target =
offers auto; offers split
complete_line mpicc-yaml --quiet compile --target ''
offers split
complete_line mpicc-yaml compile -o ''
offers folder; offers_not file.yaml
complete_line mpicc-yaml compile ''
offers file.yaml; offers folder; offers 'a file'
complete_line mpicc-yaml compile --env ''
offers_not file.yaml
complete_line mpicc-yaml help ''
offers diff; offers_not file.yaml
complete_line mpicc-yaml completion ''
offers fish
complete_line mpicc-yaml frobnicate ''
offers_not file.yaml
finish
