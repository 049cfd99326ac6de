#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Environment branches: a branch beside each is compiled to, and a pull request takes it over. git plays the forge here.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016,SC2317
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Bot GIT_COMMITTER_EMAIL=bot@example.com

git init -q --bare --initial-branch=main far.git
git init -q --initial-branch=main dry
cd dry || exit 1
git remote add origin https://example.com/jobs.git
mkdir jobs
job jobs/one 'workers: 2'; sed -i s,jobs/one,one, jobs/one.yaml
printf '%s\n' 'environments:' '  prod:' '    overrides: {metadata: {labels: {tier: gold}}}' \
	'    output: {repo: ../deploy.git, branch: env/prod-next, base: env/prod}' >mpicc.yaml
commit() { git add -A && git commit -q -m "$1"; }
commit 'One job'

# What runs at each commit: a fresh clone of the deploy repository, so nothing is left from before.
hydrate() {
	rm -rf ../deploy.git
	git clone -q --bare ../far.git ../deploy.git 2>/dev/null
	run compile jobs -e prod --push --note "$@"
}
far() { git -C ../far.git "$@"; }
note() { far notes --ref hydrator.metadata show "$1"; }
merge() {
	rm -rf ../merge
	git clone -q -b env/prod ../far.git ../merge && git -C ../merge merge -q --no-ff --no-edit origin/env/prod-next && git -C ../merge push -q
}

hydrate
is 3; err 'there is no branch `env/prod` for `env/prod-next` to begin from'
# The first time there is nothing to merge into.
hydrate --branch env/prod --base env/prod
is 3
printf '%s\n' 'environments:' '  prod:' '    overrides: {metadata: {labels: {tier: gold}}}' \
	'    output: {repo: ../deploy.git, branch: env/prod-next}' >mpicc.yaml
commit 'No base yet'
hydrate --branch env/prod
is 0; err 'pushed env/prod'
sed -i 's,branch: env/prod-next,branch: env/prod-next\, base: env/prod,' mpicc.yaml
commit 'A base'

hydrate
is 0; err 'nothing changed'; err 'pushed env/prod-next'
check 'no news: the same commit' [ "$(far rev-parse env/prod)" = "$(far rev-parse env/prod-next)" ]
check 'the note says which commit that was' [ "$(note env/prod-next)" = "{\"drySha\":\"$(git rev-parse HEAD)\"}" ]

job jobs/one 'workers: 3'; sed -i s,jobs/one,one, jobs/one.yaml
commit 'Three workers'
run diff jobs -e prod
is 1; out '+  completions: 3'
hydrate
is 0; err 'committed '; err ' to env/prod-next: 1 job'
check 'one commit to merge' [ "$(far rev-list --count env/prod..env/prod-next)" -eq 1 ]
check 'noted' [ "$(note env/prod-next)" = "{\"drySha\":\"$(git rev-parse HEAD)\"}" ]
check 'the contract of custom hydrators' python3 -c 'import json,sys
m=json.load(sys.stdin)
assert m["drySha"]==sys.argv[1] and m["repoURL"]=="https://example.com/jobs.git" and m["subject"]=="Three workers", m
assert m["author"]=="Ada <ada@example.com>" and m["date"] and m["commands"]' "$(git rev-parse HEAD)" < <(far show env/prod-next:hydrator.metadata)
next=$(far rev-parse env/prod-next)

# A commit that changes no manifest: no commit, a new note.
echo '# a comment' >>jobs/one.yaml
commit 'A comment'
hydrate
is 0; err 'nothing changed'
check 'no commit' [ "$(far rev-parse env/prod-next)" = "$next" ]
check 'a new note' [ "$(note env/prod-next)" = "{\"drySha\":\"$(git rev-parse HEAD)\"}" ]
hydrate
check 'the note is there already' [ "$(far rev-list --count refs/notes/hydrator.metadata)" -eq 4 ]

# The pull request is merged; the next commit goes on top and merges cleanly again.
check 'a merge' merge
job jobs/one 'workers: 4'; sed -i s,jobs/one,one, jobs/one.yaml
commit 'Four workers'
hydrate
is 0; err 'committed '
check 'a clean merge' merge
check 'what is merged is what was compiled' [ "$(far rev-parse 'env/prod^{tree}')" = "$(far rev-parse 'env/prod-next^{tree}')" ]
check 'four workers' grep -q 'completions: 4' <(far show env/prod:default/one/worker-job.yaml)

# Job files that are not committed are of no commit.
echo '# another' >>jobs/one.yaml
hydrate
is 3; err 'the job files differ from HEAD'
run compile jobs -o ../out --base env/prod
is 2; err '`--base` is for repositories'
finish
