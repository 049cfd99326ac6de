#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# docs/SPEC.md, DIAGNOSTICS.md and CLI.md are what the tables say. MPICC_UPDATE=1 writes them.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

for part in spec diagnostics cli; do
	file=$repository_root/docs/${part^^}.md
	run docs $part
	is 0; no_err
	if [ "${MPICC_UPDATE:-}" = 1 ]; then
		cp "$work/out" "$file"
	fi
	check "docs/${part^^}.md is out of date: MPICC_UPDATE=1 scripts/test golden" diff -u "$file" "$work/out"
done
run docs
is 2; err 'spec, diagnostics or cli'
run docs nonsense
is 2
finish
