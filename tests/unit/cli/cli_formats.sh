#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# --error-format: what each format says, where it goes, and that programs can read it.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016,SC2317
. "$(dirname "$0")/lib.sh"

json() { python3 -c "import json, sys; d = [json.loads(line) for line in open('$work/out')]; sys.exit(0 if $1 else 1)"; }
sarif() { python3 -c "import json, sys; d = json.load(open('$work/out'))['runs'][0]; r = d['results']; sys.exit(0 if $1 else 1)"; }
xml() { python3 -c "import sys, xml.etree.ElementTree as t; d = t.parse('$work/out').getroot(); sys.exit(0 if $1 else 1)"; }

job good
mkdir -p 'jobs, all'
job 'jobs, all/bad' 'wokers: 2' 'clean: None' "env: {A: 'ü<&>\"%'}"
job kept 'clean: None' 'workers: 2'

run check --error-format=json good.yaml
is 0; no_out; err 'ok: 1 job'
run check --error-format=json 'jobs, all'
is 1; no_err
check 'one line' json 'len(d) == 1 and d[0]["code"] == "E0201" and d[0]["severity"] == "error"'
check 'the place' json 'd[0]["place"]["file"] == "jobs, all/bad.yaml" and d[0]["place"]["line"] == 6 and d[0]["place"]["endColumn"] == 7'
check 'the fix' json 'd[0]["fix"]["text"] == "workers" and d[0]["fix"]["place"]["offset"] == d[0]["place"]["offset"]'
run compile --error-format=json 'jobs, all'
is 1; no_out; err '"code":"E0201"'
run check -q --error-format=json kept.yaml
is 0; no_out; no_err

run check --error-format=github 'jobs, all'
is 1; no_err; out '::error file=jobs%2C all/bad.yaml,line=6,endLine=6,col=1,endColumn=7,title=E0201 unknown field::unknown field `wokers`%0Adid you mean'
run check --error-format=github kept.yaml
is 0; out '::warning file=kept.yaml,line=6,'

run check --error-format=junit 'jobs, all' kept.yaml
is 1; no_err
check 'a case each' xml 'd.get("tests") == "2" and d.get("failures") == "1" and len(d.findall(".//testcase")) == 2'
check 'the failure' xml 'd.find(".//failure").get("type") == "E0201"'
run check --error-format=junit good.yaml
is 0
check 'a case that passes' xml 'd.get("failures") == "0" and len(d.findall(".//testcase")) == 1'

run check --error-format=sarif good.yaml
is 0
check 'no results' sarif 'r == []'
run check --error-format=sarif 'jobs, all' kept.yaml
is 1
check 'results' sarif '[x["ruleId"] for x in r] == ["E0201", "W0401"] and [x["level"] for x in r] == ["error", "warning"]'
check 'rules' sarif 'all(d["tool"]["driver"]["rules"][x["ruleIndex"]]["id"] == x["ruleId"] for x in r)'
check 'a relative address' sarif 'r[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "jobs%2C%20all/bad.yaml"'
first=$(grep -o '"primaryLocationLineHash": "[0-9a-f:]*"' "$work/out")
{
	echo '# another line'
	cat kept.yaml
} >"$work/moved" && mv "$work/moved" kept.yaml
run check --error-format=sarif "$PWD/jobs, all" "$PWD/kept.yaml"
check 'fingerprints stay when lines move' [ "$first" = "$(grep -o '"primaryLocationLineHash": "[0-9a-f:]*"' "$work/out")" ]
{
	cat kept.yaml
	echo ---
	sed 's/name: kept/name: again/' kept.yaml
} >twice.yaml
run check --error-format=sarif twice.yaml
check 'equal lines are told apart' sarif 'len({x["partialFingerprints"]["primaryLocationLineHash"] for x in r}) == 2'
run check --error-format=sarif missing.yaml
is 1
check 'nowhere in particular' sarif 'len(r) == 1 and "locations" not in r[0]'

finish
