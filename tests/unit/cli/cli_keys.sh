#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Keys in git: written once, to a folder and to a repository alike, and made anew only on demand.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016,SC2317
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com

# The codes of a SARIF document, the only text on standard error.
sarif() { python3 -c "import json; assert sorted(r['ruleId'] for r in json.load(open('$work/err'))['runs'][0]['results']) == $1"; }

one=age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
other=age156jak2q2a578gut7gqv8cmpkqm77vtvx3en5er7fcda0jyerfuqsmwywmu
cp "$repository_root/examples/gitops/keys/jobs/sealed-secrets.pem" .
project() { printf 'keys: {sops: {age: [%s]}, sealed: {certificate: sealed-secrets.pem}}\n' "$1" >mpicc.yaml; }
project $one
job pi 'keys: sops'

# A folder.
key=out/default/pi/secret.sops.yaml
run compile pi.yaml -o out
is 0; no_out; err 'wrote to out: 1 job'
check 'nothing to read' not grep -rq 'PRIVATE KEY\|LS0tLS1CRUdJTi' out
cp $key first
run compile pi.yaml -o out
is 0; err 'nothing changed: 1 job'
run diff pi.yaml -o out
is 0; no_out; no_err
run compile pi.yaml -o out --dry-run
is 0; no_out; err 'nothing changed'
job pi 'keys: sops' 'workers: 3'
run compile pi.yaml -o out
is 0; err '~5 -0)'
check 'another run, the same key' cmp -s $key first
run diff pi.yaml -o out --rotate-keys
is 1; out '-  ssh-privatekey: ENC['; out '+  ssh-privatekey: ENC['; no_err
run compile pi.yaml -o out --rotate-keys --dry-run
is 0; out 'modified default/pi/secret.sops.yaml'
check 'a dry run writes nothing' cmp -s $key first
run compile pi.yaml -o out --rotate-keys
is 0; err '(+0 ~1 -0)'
check 'another key, the same run' not cmp -s $key first
run compile pi.yaml -o out
is 0; err 'nothing changed'

# Recipients that changed, and no new key: that is said, wherever it would be written.
cp $key second
project $other
run compile pi.yaml -o out
is 0; err 'W0650'; err '--rotate-keys'; err 'nothing changed'
run compile pi.yaml -o out --dry-run --error-format=short
is 0; err 'pi.yaml:6:7: warning[W0650]: the key in `default/pi/secret.sops.yaml`'
# With another warning, one document holds both.
job pi 'keys: sops' 'workers: 3' 'clean: None'
for format in 'compile --dry-run --format=json' diff; do
	# shellcheck disable=SC2086
	run $format pi.yaml -o out --error-format=sarif
	check 'one document' sarif '["W0401", "W0650"]'
	# shellcheck disable=SC2086
	run $format pi.yaml -o out --error-format=junit
	check 'one document' python3 -c "import xml.etree.ElementTree as t; assert len(t.parse('$work/err').findall('.//testcase')) == 2"
done
run compile pi.yaml -o - --dry-run --error-format=sarif -q
check 'one document' sarif '[]'
run compile pi.yaml -o - --error-format=sarif
check 'one document' sarif '["W0401", "W0651"]'
job pi 'keys: sops' 'workers: 3'
run diff pi.yaml -o out
is 0; no_out; err 'W0650'
run compile pi.yaml -q -o out
is 0; no_err
check 'the key is left alone' cmp -s $key second
run compile pi.yaml -o out --rotate-keys
is 0; err '~1 -0)'; check 'no warning' not grep -q W0650 "$work/err"
check 'for the other' grep -q "recipient: $other" $key

# What SOPS itself changes in the file stays as well.
sed -i "s/recipient: .*/recipient: $one/" $key
project $one
run compile pi.yaml -o out
is 0; err 'nothing changed'; check 'no warning' not grep -q W0650 "$work/err"

# A file that is gone is made anew.
rm $key
run compile pi.yaml -o out
is 0; err '(+1 ~0 -0)'; check 'for one' grep -q "recipient: $one" $key

# Another form is another file.
run compile pi.yaml -o out --keys sealed
is 0; err '(+1 ~0 -1)'
check 'sealed' test -f out/default/pi/sealed-secret.yaml
check 'the old form is gone' not test -e $key
run compile pi.yaml -o out --keys sealed
is 0; err 'nothing changed'
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out sealed-secrets.pem -days 1 -subj /CN=x 2>/dev/null
run compile pi.yaml -o out --keys sealed
is 0; err 'W0650'; err 'nothing changed'
run compile pi.yaml -o out --keys external-secrets
is 0; err '(+2 ~0 -1)'
run compile pi.yaml -o out --keys external-secrets --rotate-keys
is 0; err 'nothing changed'

# A repository.
git init -q --bare --initial-branch=main deploy.git
git -C deploy.git config user.name Ada
git -C deploy.git config user.email ada@example.com
commits() { git -C deploy.git rev-list --count main; }
file() { git -C deploy.git show "main:prod/default/pi/$1"; }
run compile pi.yaml --repo deploy.git --branch main --path prod
is 0; err 'committed '
file secret.sops.yaml >first
run compile pi.yaml --repo deploy.git --branch main --path prod
is 0; err 'nothing changed'
run diff pi.yaml --repo deploy.git --branch main --path prod
is 0; no_out; no_err
check 'one commit' [ "$(commits)" -eq 1 ]
job pi 'keys: sops' 'workers: 4'
run compile pi.yaml --repo deploy.git --branch main --path prod
is 0; err '~5 -0)'
check 'another run, the same key' cmp -s first <(file secret.sops.yaml)
project $other
run compile pi.yaml --repo deploy.git --branch main --path prod
is 0; err 'W0650'; err 'nothing changed'
run diff pi.yaml --repo deploy.git --branch main --path prod
is 0; no_out; err 'W0650'
check 'two commits' [ "$(commits)" -eq 2 ]
run compile pi.yaml --repo deploy.git --branch main --path prod --rotate-keys
is 0; err '(+0 ~1 -0)'
check 'three commits' [ "$(commits)" -eq 3 ]
check 'for the other' grep -q "recipient: $other" <(file secret.sops.yaml)

# Hooks may add to the Secret: what SOPS authenticates are the values.
echo 'return function(objects) for _, o in ipairs(objects) do o.metadata.labels.cost = "7" end return objects end' >cost.lua
job pi 'keys: sops' 'hooks: [cost.lua]'
run compile pi.yaml -o hooked
is 0; check 'labelled' grep -q "cost: \"7\"" hooked/default/pi/secret.sops.yaml
run compile pi.yaml -o hooked
is 0; err 'nothing changed'

# Standard output keeps nothing.
run compile pi.yaml -o -
is 0; err 'W0651'; out 'ENC[AES256_GCM,'
run argocd generate pi.yaml
is 1; no_out; err 'E0654'
run_with "$(printf 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig: {apiVersion: mpicc.dev/v1, kind: Compile, metadata: {name: x}, inputs: [pi.yaml]}\nitems: []\n')" fn
is 0; err 'W0651'; out 'ENC[AES256_GCM,'; out 'severity: warning'
run check pi.yaml
is 0; err 'ok: 1 job'; check 'check writes no key' not grep -q W06 "$work/err"
finish
