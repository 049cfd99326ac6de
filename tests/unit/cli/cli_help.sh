#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# help of every command has every option that its completion offers, and --help prints the same.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

run completion bash
is 0
cp "$work/out" completion.bash
run help
is 0; no_err
cp "$work/out" overview
for command in compile check diff explain schema new import help version completion; do
	check "$command is in the overview" grep -q "^  $command " overview
	run help "$command"
	is 0; no_err; out "Usage: mpicc-yaml $command"; out 'Examples:'
	cp "$work/out" help
	options=$(sed -n "s/^\t\t$command:-\*) kind=words words='\(.*\)' ;;/\1/p" completion.bash)
	check "$command has options" [ -n "$options" ]
	for option in $options; do
		check "$option in the help of $command" grep -qE -- "(^|[ ,])$option([ =[]|\$)" help
	done
	run "$command" --help
	is 0
	check '--help is help' cmp -s "$work/out" help
done
check 'docs is hidden' not grep -q '^  docs' overview
run help docs
is 0
run help frobnicate
is 2; err 'unknown command `frobnicate`'
run help compil
is 2; err 'did you mean `compile`?'
COLUMNS=40 run help compile
is 0
check 'narrow help is narrow' [ "$(sed '/^Examples/,$d; /^Usage/d' "$work/out" | awk '{ if (length($0) > m) m = length($0) } END { print m }')" -le 60 ]
finish
