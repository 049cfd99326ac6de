#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# compile -o DIR: what is written, kept and removed, and folders that cannot be written.
# shellcheck source=tests/unit/cli/lib.sh disable=SC2016
. "$(dirname "$0")/lib.sh"

job one 'workers: 2'
job two
run compile one.yaml two.yaml -o out/deep
is 0; no_out; err 'wrote to out/deep: 2 jobs, '
check 'files by namespace and job' test -f out/deep/default/one/worker-job.yaml
check 'the list of files' grep -qx 'default/two/service.yaml' out/deep/.mpicc-yaml.owned
check 'nothing temporary is left' [ -z "$(find out -name '*.yaml.*')" ]
run compile one.yaml two.yaml -o out/deep
is 0; err 'nothing changed: 2 jobs'

# The folder's files are the stream's objects.
run compile one.yaml two.yaml
cp "$work/out" stream
first=yes
while read -r file; do
	[ $first = yes ] || echo ---
	first=no
	cat "out/deep/$file"
done <out/deep/.mpicc-yaml.owned >joined
check 'folder and stream agree' cmp -s stream joined

echo mine >out/deep/default/one/notes.txt
run compile two.yaml -n -o out/deep
is 0; out 'removed  default/one/worker-job.yaml'; err 'would write to out/deep: 1 job'
check 'a dry run writes nothing' test -f out/deep/default/one/worker-job.yaml
run compile two.yaml -o out/deep --format json
is 0; no_err
check 'the summary is JSON' python3 -c 'import json,sys
s=json.load(open(sys.argv[1]))
assert s["jobs"]==1 and s["folder"]=="out/deep" and not s["dryRun"]
assert {"change":"removed","path":"default/one/worker-job.yaml"} in s["changes"]' "$work/out"
check 'a job that is gone is gone' not test -e out/deep/default/one/worker-job.yaml
check 'what is not ours stays' [ "$(cat out/deep/default/one/notes.txt)" = mine ]
run compile two.yaml -q -o out/deep
is 0; no_out; no_err

# The last job goes only when that is said.
mkdir none
run compile none -o out/deep
is 1; err 'holds no job files'; err '--allow-empty'
run compile none --allow-empty -n -o out/deep
is 0; out 'removed  default/two/worker-job.yaml'

# Mistakes change nothing.
job bad 'wokers: 2'
cp -R out/deep before
run compile bad.yaml -o out/deep
is 1; no_out; err E0201
check 'mistakes write nothing' diff -r before out/deep

mkdir -p foreign/default/two
echo mine >foreign/default/two/service.yaml
run compile two.yaml -o foreign
is 3; err 'foreign/default/two/service.yaml: is there already and was not written by this tool'
check 'a foreign file stays' [ "$(cat foreign/default/two/service.yaml)" = mine ]
check 'and nothing is beside it' [ "$(find foreign -type f | wc -l)" -eq 1 ]
# A link would lead out of the folder.
mkdir -p linked outside/q
echo mine >outside/q/f
ln -s ../outside/q linked/default
run compile two.yaml -o linked
is 3; err 'linked/default: is a symbolic link'
ln -sfn ../outside linked/old
rm linked/default
echo old/q/f >linked/.mpicc-yaml.owned
run compile two.yaml -o linked
is 3; err 'linked/old: is a symbolic link'
check 'nothing outside is touched' [ "$(cat outside/q/f; find outside -type f | wc -l)" = "mine
1" ]
run compile two.yaml -o two.yaml
is 3; err 'two.yaml: not a folder'
printf '../../one.yaml\n' >before/.mpicc-yaml.owned
run compile two.yaml -o before
is 3; err '.mpicc-yaml.owned, line 1'
check 'the file outside is still there' test -f one.yaml
run compile two.yaml -o /proc/here
is 3; err '/proc/here'
if [ "$(id -u)" -ne 0 ]; then
	mkdir readonly
	chmod 555 readonly
	run compile two.yaml -o readonly
	is 3; err 'Permission denied'
fi

# Paths need not be UTF-8; what JSON cannot say is replaced.
run compile two.yaml -o $'odd\xff' --format=json
is 0; out $'"folder": "odd\xef\xbf\xbd"'
check 'the folder has its name' test -d $'odd\xff'

# mpicc.yaml does not turn -o into a commit; secrets are made once.
run compile two.yaml --keys plain --insecure-plain-keys -o keys
is 0
cp -R keys keys.before
run compile two.yaml --keys plain --insecure-plain-keys -o keys
is 0; err 'nothing changed'
check 'the key stays' diff -r keys keys.before
finish
