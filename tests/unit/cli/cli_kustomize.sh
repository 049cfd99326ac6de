#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# fn, called by the real kustomize; and what its image runs, in a root folder of its own.
# shellcheck source=tests/unit/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=/dev/null
. "$repository_root/tests/golden-yaml/find_tool"

kustomize=$(find_tool KUSTOMIZE kustomize)
if [ -z "$kustomize" ]; then
	echo "kustomize: skipped, because there is none; scripts/peers builds it"
	exit 77
fi
export PATH=${program%/*}:$PATH
cp -r "$repository_root/examples/gitops/kustomize" examples

build() {
	last="kustomize build $*"
	"$kustomize" build --enable-alpha-plugins --enable-exec "$@" >"$work/out" 2>"$work/err"
	code=$?
}
count() { grep -c "^kind: $1\$" "$work/out"; }

build examples/generator
is 0; no_err
check 'two jobs' [ "$(count Service)" -eq 2 ]
check 'four Jobs' [ "$(count Job)" -eq 4 ]
out 'kueue.x-k8s.io/queue-name: gold'
check 'nothing of the functions is left' not grep -qE 'config\.k(ubernetes|8s)\.io|kind: (Compile|MPIJob)$' "$work/out"
cp "$work/out" first
build examples/generator
check 'the same again' cmp -s first "$work/out"
# What kustomize prints is what compile prints, but for the order.
run compile examples/generator/jobs -e prod -o -
is 0
name=$(sed -n 's/^  name: \(pi-.*-worker\)$/\1/p' "$work/out")
check 'the same run as compile' grep -q "name: $name\$" first

build examples/transformer
is 0; no_err
out 'completions: 8'; out 'image: registry.example.com/pi:1.1'; out 'kind: ResourceQuota'
check 'the job got the prefix, and its host names with it' grep -q '^    team-pi-[a-z0-9]*-worker-7.team-pi-[a-z0-9]*.hpc.svc' "$work/out"
check 'the job is gone' not grep -q '^kind: MPIJob' "$work/out"

sed -i s/cleanPodPolicy:/cleanPodPolcy:/ examples/transformer/job.yaml
build examples/transformer
is 1; no_out; err 'cleanPodPolcy'

# The image: its entry point with the libraries it names, and this folder where the example mounts it.
entry=$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]$/\1/p' examples/container/Containerfile | sed 's/", "/ /g')
check 'an entry point' [ "$entry" = '/usr/bin/mpicc-yaml fn' ]
if unshare --mount true 2>"$work/err"; then
	mkdir -p root/usr/bin root/work root/proc
	cp "$program" root/usr/bin/mpicc-yaml
	for file in $(ldd "$program" | grep -o '/[^ ]*'); do
		mkdir -p "root${file%/*}"
		cp -L "$file" "root$file"
	done
	cp -r examples/container/jobs root/work/
	chmod -R a+rX "$work"
	config='{"apiVersion":"mpicc.dev/v1","kind":"Compile","metadata":{"name":"jobs"},"inputs":["/work/jobs"]}'
	last="chroot: $entry"
	# Sanitizers look for their options in /proc.
	# shellcheck disable=SC2016,SC2086 # the words of the entry point
	echo '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","functionConfig":'"$config}" |
		ASAN_OPTIONS=detect_leaks=0 unshare --mount sh -c 'mount -t proc proc root/proc && exec chroot --userspec=65532:65532 root "$@"' sh \
			$entry >"$work/out" 2>"$work/err"
	code=$?
	is 0; no_err; out 'path: default/pi/launcher-job.yaml'
else
	echo 'the image is not tried: this user may not mount'
fi
finish
