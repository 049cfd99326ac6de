# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2016
# What the scripts that run the real program share. Source it with the program's path; it makes an empty folder and goes there.
#
#   run ARGS…          runs the program; its output lands in the files out and err, its exit code in $code
#   is CODE            the exit code of the last run
#   out/err TEXT       the file holds TEXT somewhere; no_out, no_err: the file is empty
#   check WHAT CMD…    the command succeeds
set -u
export LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
unset NO_COLOR COLUMNS MPICC_MODULES
# shellcheck disable=SC2034  # used by the scripts
repository_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
program=$(realpath "$1")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/here"
# libgit2 1.5 never frees what it matches configuration keys with.
echo 'leak:libpcre2-8' >"$work/lsan"
export LSAN_OPTIONS=suppressions=$work/lsan:print_suppressions=0
cd "$work/here" || exit 1
failed=0 checks=0 code=0 last=

run() {
	last="mpicc-yaml $*"
	"$program" "$@" >"$work/out" 2>"$work/err" </dev/null
	code=$?
}

# run, with a text on standard input
run_with() {
	local input=$1
	shift
	last="mpicc-yaml $*"
	printf '%s' "$input" | "$program" "$@" >"$work/out" 2>"$work/err"
	code=$?
}

fail() {
	failed=$((failed + 1))
	printf 'FAIL after `%s`: %s\n--- out\n' "$last" "$1"
	head -c 2000 "$work/out"
	printf -- '--- err\n'
	head -c 2000 "$work/err"
	printf -- '---\n'
}

check() {
	local what=$1
	shift
	checks=$((checks + 1))
	"$@" || fail "$what"
}

is() { check "the exit code is $code, not $1" [ "$code" -eq "$1" ]; }
out() { check "not on standard output: $1" grep -qF -- "$1" "$work/out"; }
err() { check "not on standard error: $1" grep -qF -- "$1" "$work/err"; }
no_out() { check "there is standard output" [ ! -s "$work/out" ]; }
no_err() { check "there is standard error" [ ! -s "$work/err" ]; }
not() { ! "$@"; }

# job NAME [LINE…]: a job file NAME.yaml
job() {
	local name=$1
	shift
	printf '%s\n' 'apiVersion: mpicc.dev/v1' 'kind: MPIJob' "metadata: {name: $name}" 'image: example.com/x:1' 'run: hostname' "$@" \
		'resources: {cpu: 1, memory: 1Gi}' >"$name.yaml"
}

finish() {
	echo "$checks checks, $failed failed"
	[ "$failed" -eq 0 ] && [ "$checks" -gt 0 ]
	exit
}
