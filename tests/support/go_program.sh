# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# For scripts that build programs of tests out of Go modules. Source it with `layer` set, the word that their lines begin with.
# The programs stay in $cache/bin until their modules' folders change.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/mpicc-yaml/cluster

skip() {
	echo "${layer:?}: skipped, because $1"
	exit 77
}

# build_program NAME PACKAGE [LINKER-FLAGS [FOLDER]]: out of the Go module in FOLDER, else in folder NAME.
build_program() {
	local stamp new folder=${4-$1}
	stamp=$(find "$folder" -type f | sort | xargs sha256sum | sha256sum)
	if [ -x "$cache/bin/$1" ] && [ "$(cat "$cache/bin/.$1" 2>/dev/null)" = "$stamp" ]; then
		return
	fi
	command -v go >/dev/null || skip "there is no go to build $1 with"
	echo "$layer: building $1"
	mkdir -p "$cache/bin"
	new=$cache/bin/$1.$$
	(cd "$folder" && CGO_ENABLED=0 go build -mod=readonly -buildvcs=false -trimpath -ldflags "-s -w ${3-}" -o "$new" "$2") ||
		skip "go could not build $1"
	mv "$new" "$cache/bin/$1"
	echo "$stamp" >"$cache/bin/.$1"
}

# copy_of_module NAME MODULE FOLDER: a folder of a module that program NAME is built from, to $cache/NAME.
copy_of_module() {
	local source
	if cmp -s "$cache/bin/.$1" "$cache/$1/.stamp"; then
		return
	fi
	source=$(cd "$1" && go mod download "$2" && go list -m -f '{{.Dir}}' "$2") || skip "go could not load $2"
	rm -rf "${cache:?}/$1"
	cp -r --no-preserve=mode "$source/$3" "$cache/$1"
	cp "$cache/bin/.$1" "$cache/$1/.stamp"
}
