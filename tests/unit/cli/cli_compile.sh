#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# compile to standard output, and where output goes without being told.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

job one 'workers: 2'
job two
run compile one.yaml
is 0; no_err
cp "$work/out" first
run compile one.yaml -o -
is 0
check '-o - is standard output' cmp -s "$work/out" first
run compile one.yaml
check 'the same input, the same bytes' cmp -s "$work/out" first
check 'no separator first' [ "$(head -n 1 first)" = 'apiVersion: v1' ]
check 'five objects, four separators' [ "$(grep -c '^---$' first)" -eq $(($(grep -c '^kind: ' first) - 1)) ]
check 'no file names in the stream' not grep -q '^#' first

# Order of inputs does not matter, files come in the order of their paths.
run compile one.yaml two.yaml
cp "$work/out" both
run compile two.yaml one.yaml
check 'order of inputs' cmp -s "$work/out" both

job bad 'wokers: 2'
run compile one.yaml bad.yaml
is 1; no_out; err E0201
run compile one.yaml one.yaml
is 1; no_out; err E0304
run compile
is 2; err 'an input is missing'

# What is for repositories only.
run compile one.yaml --branch main
is 2; no_out; err '`--branch` needs a repository'
run compile one.yaml --path x
is 2; no_out; err '`--path` needs a repository'
run compile one.yaml --push
is 2; no_out; err '`--push` needs a repository'
run compile one.yaml -m subject
is 2; no_out; err '`--message` needs a repository'
run compile one.yaml --format=json
is 2; no_out; err 'add --repo or --output'
run compile one.yaml --format=xml
is 2; err 'one of `text`, `json`'
run compile one.yaml -o out --repo x
is 2; err 'exclude each other'
run compile one.yaml -o out --branch x
is 2; err '`--branch` is for repositories'
run compile one.yaml -o out --push
is 2; err '`--push` is for repositories'
run compile one.yaml -o
is 2; err 'option `-o` needs a value'
run compile one.yaml -o ''
is 2; err 'has an empty value'
run compile one.yaml --repo ''
is 2; err 'option `--repo` has an empty value'
check 'nothing was written' not test -e out

run compile one.yaml --dry-run
is 0; no_out; err 'would print: 1 job, '

job kept 'workers: 2' 'clean: None'
run compile kept.yaml
is 0; out 'kind: Job'; err 'warning[W0401]'
run -q compile kept.yaml
is 0; out 'kind: Job'; no_err
finish
