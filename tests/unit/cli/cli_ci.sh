#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The recipes for continuous integration, step by step as they stand in examples/gitops/ci, against a forge of our own.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

for tool in curl jq; do
	if ! command -v $tool >/dev/null; then
		echo "ci: skipped, because there is no $tool"
		exit 77
	fi
done
export PATH=${program%/*}:$PATH HOME=$work GIT_CONFIG_GLOBAL=$work/gitconfig RUNNER_TEMP=$work/runner no_proxy=127.0.0.1
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com

python3 -B "$repository_root/tests/unit/cli/fake_forge.py" port comments.json &
forge=$!
trap 'kill $forge; chmod -R u+w "$work"; rm -rf "$work"' EXIT
for _ in {1..100}; do
	[ ! -s port ] || break
	sleep 0.1
done
api=http://127.0.0.1:$(cat port)
comments=$PWD/comments.json
comment() { jq -r --arg key "$1" '.[$key]' "$comments"; }

ssh-keygen -q -t ed25519 -N '' -f key
SIGNING_KEY=$(cat key)
git init -q --bare --initial-branch=main far.git
mkdir -p dry/jobs dry/ci "$RUNNER_TEMP"
export DEPLOY_URL=$PWD/far.git DEPLOY_TOKEN=unused
cp "$repository_root/examples/gitops/ci/post-diff" dry/ci/
cd dry || exit 1
git init -q --initial-branch=main .
job jobs/one 'workers: 2'; sed -i s,jobs/one,one, jobs/one.yaml
echo 'environments: {prod: {}}' >mpicc.yaml
git add -A && git commit -q -m 'One job'
git clone -q --bare ../far.git ../first.git 2>/dev/null
run compile jobs -e prod --repo ../first.git --branch env/prod --push
is 0

# steps RECIPE JOB: the commands of one job of a recipe.
steps() {
	awk -v job="$2" '/^ *[a-z]+:$/ {name = $1; sub(":", "", name)} name == "diff" || name == "hydrate" {current = name}
		/^ *(- run: )/ && current == job {sub(/^ *- run: /, ""); print}
		/^  - [a-z]/ && current == job && !/- (run|uses|if):/ {sub(/^  - /, ""); print}' "$repository_root/examples/gitops/ci/$1"
}
recipe() {
	local status=0
	last="$1 $2"
	rm -rf "$RUNNER_TEMP" deploy.git
	mkdir "$RUNNER_TEMP"
	steps "$1" "$2" >"$work/steps"
	check 'there are steps' [ -s "$work/steps" ]
	bash -e "$work/steps" >"$work/out" 2>"$work/err" || status=$?
	code=$status
}
far() { git -C ../far.git "$@"; }

export GITHUB_API_URL=$api GITHUB_REPOSITORY=example/jobs GITHUB_TOKEN=t0ken PULL_REQUEST=7
recipe github.yaml diff
is 0; no_err
check 'a comment' grep -q 'No manifest changes' <(comment 1)
job jobs/one 'workers: 3'; sed -i s,jobs/one,one, jobs/one.yaml
job jobs/two; sed -i s,jobs/two,two, jobs/two.yaml
recipe github.yaml diff
is 0
comment 1 >text
check 'edited, not added' [ "$(jq length "$comments")" -eq 1 ]
check 'jobs' grep -qF '**2 jobs** change, in ' text
check 'the old job' grep -qE '^\| `default/one` \| updated \| \*\*starts anew\*\*: `[a-z0-9]{8}` → `[a-z0-9]{8}` \| [0-9]+ \| \+[0-9]+ −[0-9]+ \|$' text
check 'the new one' grep -qE '^\| `default/two` \| added \| starts: `[a-z0-9]{8}`' text
check 'a diff' grep -qFx -- '+  completions: 3' text
check 'folded' grep -qF '<details><summary><code>default/one/worker-job.yaml</code></summary>' text
sed -i s/workers/wokers/ jobs/one.yaml
recipe github.yaml diff
is 1; err 'E0201'
check 'mistakes are told' grep -q 'unknown field `wokers`' <(comment 1)
sed -i s/wokers/workers/ jobs/one.yaml
GITHUB_TOKEN=wrong recipe github.yaml diff
is 22; check 'no token in messages' not grep -q wrong "$work/err"

export SIGNING_KEY
git add -A && git commit -q -m 'Two jobs'
recipe github.yaml hydrate
is 0; err 'pushed env/prod-next'
check 'to merge' [ "$(far rev-list --count env/prod..env/prod-next)" -eq 1 ]
check 'signed' grep -q '^gpgsig -----BEGIN SSH SIGNATURE' <(far cat-file commit env/prod-next)
check 'noted' [ "$(far notes --ref hydrator.metadata show env/prod-next)" = "{\"drySha\":\"$(git rev-parse HEAD)\"}" ]

export CI_API_V4_URL=$api CI_PROJECT_ID=12 CI_MERGE_REQUEST_IID=3 GITLAB_TOKEN=t0ken SIGNING_KEY=$work/here/key
recipe gitlab.yaml diff
is 0; no_err
check 'the same comment' [ "$(jq length "$comments")" -eq 1 ]
check 'jobs' grep -qF '**2 jobs** change' <(comment 1)
echo '# a comment' >>jobs/one.yaml
git add -A -- jobs && git commit -q -m 'A comment'
recipe gitlab.yaml hydrate
is 0; err 'nothing changed'
check 'noted' [ "$(far notes --ref hydrator.metadata show env/prod-next)" = "{\"drySha\":\"$(git rev-parse HEAD)\"}" ]

# The limit, and the table alone.
run diff jobs -e prod --repo ../first.git --branch env/prod --format=markdown --limit=2000
is 1; check 'short' [ "$(wc -c <"$work/out")" -le 2000 ]; out 'more files, too long for this place'; out '| `default/two` | added'
run diff jobs -e prod --repo ../first.git --branch env/prod --format=markdown --stat
is 1; check 'no diffs' not grep -q '<details>' "$work/out"
run diff jobs -e prod --repo ../first.git --branch env/prod --format=markdown --limit=1
is 2; err 'from 1000'
finish
