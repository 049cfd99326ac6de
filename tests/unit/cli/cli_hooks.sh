#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The hooks: git's own, and those for the pre-commit framework where that is installed.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
export PATH=${program%/*}:$PATH HOME=$work

git init -q --initial-branch=main jobs-repository
cd jobs-repository || exit 1
cp "$repository_root/examples/gitops/git-hooks/pre-commit" .git/hooks/
mkdir jobs
commit() {
	last="git commit $*"
	git commit -q "$@" >"$work/out" 2>"$work/err" </dev/null
	code=$?
}
# file LINE…: jobs/one.yaml
file() { job jobs/one "$@"; sed -i s,jobs/one,one, jobs/one.yaml; }

file 'workers: 2'
git add -A
commit -m 'A job'
is 0
file 'wokers: 2'
git add -A
commit -m 'A mistake'
is 1; err 'E0201'; err '--> jobs/one.yaml:'
check 'nothing is committed' [ "$(git rev-list --count HEAD)" -eq 1 ]
# What counts is what is staged.
file 'workers: 3'
commit -m 'The mistake is still staged'
is 1; err 'E0201'
git add -A
file 'wokers: 3'
commit -m 'It is not any more'
is 0
git checkout -q -- .
echo x >README
git add README
commit -m 'No job'
is 0
git rm -q jobs/one.yaml
commit -m 'No jobs at all'
is 0
check 'four commits' [ "$(git rev-list --count HEAD)" -eq 4 ]

pre_commit=${PRE_COMMIT:-$(command -v pre-commit)}
if [ -n "$pre_commit" ]; then
	rm .git/hooks/pre-commit
	git init -q --initial-branch=main ../hooks
	cp "$repository_root/.pre-commit-hooks.yaml" ../hooks/
	git -C ../hooks add -A && git -C ../hooks commit -q -m Hooks && git -C ../hooks tag v0.1.0
	sed "s,repo: .*,repo: $work/here/hooks," "$repository_root/examples/gitops/git-hooks/pre-commit-config.yaml" >.pre-commit-config.yaml
	git add -A && git commit -q -m 'pre-commit'
	"$pre_commit" install >"$work/out" 2>"$work/err" || fail 'install'
	mkdir -p jobs
	file 'wokers: 2'
	git add -A
	commit -m 'A mistake'
	is 1; err 'error[E0201]: unknown field `wokers`'
	file 'workers: 2'
	git add -A
	commit -m 'A job'
	is 0; err 'check MPI job files'; err 'Passed'
	# The other hook changes files, which the framework takes for a failure until they are staged.
	sed -i 's/mpicc-yaml-check/mpicc-yaml-compile/' .pre-commit-config.yaml
	file 'workers: 3'
	git add -A
	commit -m 'Manifests'
	check 'manifests are made' [ -e manifests/default/one/worker-job.yaml ]
	git add -A
	file 'workers: 4'
	git add -A
	commit -m 'Manifests are behind'
	is 1; err 'files were modified by this hook'
	git add -A
	commit -m 'Manifests'
	is 0
	check 'what is committed' grep -q 'completions: 4' <(git show HEAD:manifests/default/one/worker-job.yaml)
else
	echo 'the pre-commit framework is not tried: it is not installed'
fi
finish
