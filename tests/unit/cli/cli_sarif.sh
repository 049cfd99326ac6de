#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# SARIF logs of every case in tests/errors are valid by the schema of OASIS. Skipped without go, or its modules.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

skip() {
	echo "sarif: skipped, because $1"
	exit 77
}

command -v go >/dev/null || skip 'there is no go'
(cd "$repository_root/tests/sarif" && go build -mod=readonly -buildvcs=false -o "$work/sarif" .) || skip 'go could not build the validator'
module=$(cd "$repository_root/tests/sarif" && go list -mod=readonly -m -f '{{.Dir}}' github.com/owenrumney/go-sarif/v3)
sed -e '1,2d' -e 's/^const schema = `//' -e '/^`/d' "$module/pkg/report/v210/sarif/schema.go" >"$work/schema.json"

valid() { "$work/sarif" "$work/schema.json" "$work/log.sarif"; }

echo '{"version": "2.1.0", "runs": [{"results": []}]}' >"$work/log.sarif"
check 'a log without a tool is refused' not valid
cd "$repository_root/tests/errors" || exit 1
for input in ./*/in.yaml; do
	run check --error-format=sarif "$input"
	cp "$work/out" "$work/log.sarif"
	check "valid: $input" valid
done
finish
