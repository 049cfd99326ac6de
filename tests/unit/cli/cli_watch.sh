#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# compile --watch: compiles again when an input, a hook or mpicc.yaml changes, goes on after mistakes, and writes only what is right.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016,SC2317,SC2086
. "$(dirname "$0")/lib.sh"

run compile - --watch
is 2; err 'standard input is read once'
run compile --watch
is 2; err 'an input is missing'

printf 'apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: x\nrun: pi\nhooks: [h.lua]\n' >pi.yaml
echo 'return function() end' >h.lua

# waits until the file holds the text
until_holds() {
	local tries=600
	while ! grep -qrF -- "$1" "$2" 2>/dev/null; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.1
	done
}

last='mpicc-yaml compile pi.yaml -o out --watch'
"$program" compile pi.yaml -o out --watch >"$work/out" 2>"$work/err" &
watcher=$!
trap 'kill $watcher 2>/dev/null; chmod -R u+w "$work"; rm -rf "$work"' EXIT
check 'nothing was compiled' until_holds 'image: x' out
check 'it does not say that it watches' until_holds 'watching' "$work/err"
sed -i 's/image: x/image: second/' pi.yaml
check 'a job file that changed was not compiled' until_holds 'image: second' out
echo 'return function(o) os.exit() end' >h.lua
check 'a hook that changed was not run' until_holds 'E0510' "$work/err"
check 'mistakes were written' grep -qr 'image: second' out
echo 'return function(o) o[1].metadata.annotations = {third = "yes"} end' >h.lua
check 'it did not go on after a mistake' until_holds 'third' out
echo 'defaults: {workers: 5}' >mpicc.yaml
check 'a new mpicc.yaml was not found' until_holds 'parallelism: 5' out
check 'it has ended' kill -0 $watcher
kill $watcher
wait $watcher 2>/dev/null
check 'it did not end by the signal' [ $? -eq 143 ]
finish
