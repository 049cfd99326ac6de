#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# --sign and --no-sign. commit's own tests go deeper.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016,SC2317
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Bot GIT_COMMITTER_EMAIL=bot@example.com

job one
git init -q --bare --initial-branch=main deploy.git
ssh-keygen -q -t ed25519 -N '' -C bot -f key
echo "bot@example.com $(cat key.pub)" >allowed
git -C deploy.git config gpg.ssh.allowedSignersFile "$PWD/allowed"
good() { git -C deploy.git verify-commit "$1" 2>&1 | grep -q 'Good "git" signature for bot@example.com'; }

run compile one.yaml --repo deploy.git --sign
is 3; no_out; err 'cannot sign the commit'
check 'nothing is written' not git -C deploy.git rev-parse -q --verify main
HOME=$PWD run compile one.yaml --repo deploy.git --sign='~/key.pub'
is 0; check 'git believes it' good main
git -C deploy.git config gpg.format ssh
git -C deploy.git config user.signingkey "$PWD/key"
job one 'workers: 2'
run compile one.yaml --repo deploy.git --sign
is 0; check 'git believes it' good main
run compile one.yaml --repo deploy.git --sign
is 0; err 'nothing changed'
git -C deploy.git config commit.gpgsign true
job one 'workers: 3'
run compile one.yaml --repo deploy.git
is 0; check 'git believes it' good main
check 'git fsck does, too' git -C deploy.git fsck --strict
job one 'workers: 4'
run compile one.yaml --repo deploy.git --no-sign
is 0; check 'no signature' [ "$(git -C deploy.git log -1 --format=%G? main)" = N ]

run compile one.yaml --repo deploy.git --no-sign --sign
is 2; err 'exclude each other'
run compile one.yaml -o out --sign
is 2; err '`--sign` is for repositories'
run compile one.yaml -o - --no-sign
is 2; err '`--no-sign` needs a repository'
run compile one.yaml --repo deploy.git --sign=
is 2; err 'empty value'
finish
