#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# As a command of git's and, with the real kubectl, of kubectl's, whose completion asks us.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"
# shellcheck source=/dev/null
. "$repository_root/tests/golden-yaml/find_tool"

mkdir bin
for link in kubectl-mpicc_yaml kubectl_complete-mpicc_yaml git-mpicc-yaml; do
	ln -s "$program" "bin/$link"
done
export PATH=$PWD/bin:$PATH HOME=$PWD
by() {
	last="$*"
	"$@" >"$work/out" 2>"$work/err" </dev/null
	code=$?
}
job one 'workers: 2'

by git mpicc-yaml help compile
is 0; out 'Usage: git mpicc-yaml compile [OPTION…] [INPUT…]'; out '  git mpicc-yaml compile resnet.yaml'; out '.mpicc-yaml.owned'
by git mpicc-yaml compile one.yaml -o made
is 0; check 'files' [ -e made/default/one/service.yaml ]
git init -q --bare --initial-branch=main deploy.git
GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@x by git mpicc-yaml compile one.yaml --repo deploy.git
is 0; err 'committed '
by git mpicc-yaml compil
is 2; err 'mpicc-yaml: unknown command `compil`'; err 'See `git mpicc-yaml help`.'
by "$program" help
is 0; out 'Usage: mpicc-yaml COMMAND'; check 'its own name' not grep -qE '(git|kubectl) mpicc' "$work/out"

# What kubectl asks, and what is offered: the last word is to be completed.
offers() {
	by kubectl_complete-mpicc_yaml "$@"
	is 0; no_err
}
only() { check "offered: $(tr '\n' ' ' <"$work/out")" [ "$(cut -f 1 "$work/out" | tr '\n' ' ')" = "$1 " ]; }
offers ''
out $'compile\tcompile job files to manifests, and commit them'; out ':4'; check 'no hidden ones' not grep -q '^docs' "$work/out"
offers co; only 'compile completion :4'
offers compile ''; only ':0'
offers compile --tar; only '--target :4'; out $'--target\tshape'
offers compile --target ''; only 'auto split indexed :4'
offers compile --target=s; only '--target=split :4'
offers compile -o ''; only ':16'
offers compile -e ''; only ':4'
offers compile --dry-run ''; only ':0'
offers compile - ; check 'all options' [ "$(wc -l <"$work/out")" -gt 15 ]
offers help comp; only 'compile completion :4'
offers completion ''; only 'bash zsh fish :4'
offers --color ''; only 'auto always never :4'
offers --color never che; only 'check :4'
offers --col; only '--color :4'
offers nonsense ''; only ':4'
offers; out 'compile'

kubectl=$(find_tool KUBECTL kubectl)
if [ -n "$kubectl" ]; then
	by "$kubectl" plugin list
	is 0; out "$PWD/bin/kubectl-mpicc_yaml"
	by "$kubectl" mpicc-yaml compile one.yaml -o -
	is 0; out 'kind: Service'
	by "$kubectl" mpicc-yaml help gc
	is 0; out 'Usage: kubectl mpicc-yaml gc'
	by "$kubectl" mpicc-yaml check nothing.yaml
	is 1; err 'E0305'
	by "$kubectl" mpicc_yaml version
	is 0
	by "$kubectl" __complete mpicc-yaml compile --target ''
	is 0; out 'indexed'; out ':4'
	by "$kubectl" __complete mpicc-yaml st
	is 0; out $'status\t'
else
	echo 'kubectl itself is not tried: there is none; scripts/peers builds it'
fi
finish
