#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# compile --repo: one commit, none when nothing changed, and repositories that are none. commit's own tests go deeper.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com

job one 'workers: 2'
git init -q --bare --initial-branch=main deploy.git
git -C deploy.git config user.name Ada
git -C deploy.git config user.email ada@example.com
commits() { git -C deploy.git rev-list --count "$1"; }

run compile one.yaml --repo deploy.git --branch main --path clusters/prod --dry-run
is 0; out 'added    clusters/prod/default/one/worker-job.yaml'; err 'would commit to main: 1 job'
check 'a dry run makes no branch' not git -C deploy.git rev-parse -q --verify main
run compile one.yaml --repo deploy.git --branch main --path clusters/prod
is 0; no_out; err 'committed '; err ' to main: 1 job, '; err ' ~0 -0)'
check 'the id is the branch' grep -q "committed $(git -C deploy.git rev-parse main | cut -c 1-7) " "$work/err"
run compile one.yaml --repo deploy.git --branch main --path clusters/prod
is 0; err 'nothing changed: 1 job'
check 'one commit' [ "$(commits main)" -eq 1 ]

job one 'workers: 3'
run diff one.yaml --repo deploy.git --branch main --path clusters/prod
is 1; out '+  completions: 3'; no_err
run compile one.yaml --repo deploy.git --branch main --path clusters/prod -m 'Three workers' --format=json
is 0; no_err
check 'the summary is JSON' python3 -c 'import json,sys
s=json.load(open(sys.argv[1]))
assert s["branch"]=="main" and len(s["commit"])==40 and not s["pushed"] and s["changes"]' "$work/out"
check 'the subject' [ "$(git -C deploy.git log -1 --format=%s main)" = 'Three workers' ]
check 'the command is recorded' grep -q 'mpicc-yaml compile one.yaml --repo' <(git -C deploy.git show main:clusters/prod/hydrator.metadata)

# Pushing, to a remote by name and by URL, whose password is not recorded.
git init -q --bare --initial-branch=main upstream.git
git -C deploy.git remote add origin "$PWD/upstream.git"
run compile one.yaml --repo deploy.git --branch main --path clusters/prod --push
is 0; err 'pushed main'
check 'the remote has it' [ "$(git -C upstream.git rev-parse main)" = "$(git -C deploy.git rev-parse main)" ]
run compile one.yaml --repo deploy.git --branch main --path clusters/prod --push=nowhere
is 3; err 'nowhere'
job one 'workers: 4'
run compile one.yaml --repo deploy.git --branch main --path clusters/prod --push=https://ada:s3cret@127.0.0.1:1/x.git
is 3
check 'no password in messages' not grep -q s3cret "$work/err"
check 'no password in the repository' not grep -q s3cret <(git -C deploy.git log -p main)

# Where mpicc.yaml says.
mkdir -p project/jobs
mv one.yaml project/jobs/
printf '%s\n' 'output: {repo: ../deploy.git, branch: staging, path: here}' >project/mpicc.yaml
run compile project/jobs
is 0; err ' to staging: 1 job'
check 'relative to mpicc.yaml' git -C deploy.git cat-file -e staging:here/default/one/service.yaml
(cd project && run compile && is 0 && err 'nothing changed' && [ "$failed" -eq 0 ]) || failed=$((failed + 1))
run compile project/jobs --branch other --path ''
is 0; err ' to other: 1 job'
check 'an empty path is the root' git -C deploy.git cat-file -e other:default/one/service.yaml
run compile project/jobs --branch refs/heads/other --path ''
is 0; err 'nothing changed'
run compile project/jobs --branch other --path ./sub/folder/
is 0; err ' to other: 1 job'
check 'a path as a shell completes it' git -C deploy.git cat-file -e other:sub/folder/default/one/service.yaml
run compile project/jobs -o -
is 0; out 'kind: Job'

run compile project/jobs --repo gone.git
is 3; no_out; err 'gone.git'
run compile project/jobs --repo project
is 3; err 'project'
run diff project/jobs --repo gone.git
is 3; err 'gone.git'
run compile project/jobs --repo deploy.git --branch 'a..b'
is 3; err 'a..b'
run compile project/jobs --repo deploy.git --branch main --path ../x
is 3; err '..'
MPICC_MODULES=$PWD/nowhere run compile project/jobs --repo deploy.git
is 3; err 'the module for commits'
finish
