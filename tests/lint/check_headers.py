# SPDX-License-Identifier: Apache-2.0
"""Each header compiles alone, and twice in one file, as C11 without a warning."""
import concurrent.futures
import os
import shlex
import shutil
import subprocess

import tree

FLAGS = ("-std=c11 -D_GNU_SOURCE -fsyntax-only -Werror -Wall -Wextra -pedantic -Wconversion -Wshadow "
         "-Wstrict-prototypes -Wmissing-prototypes").split()
PACKAGES = ["yaml-0.1", "libcjson", "lua5.4", "libgit2", "libcrypto", "cmocka"]


def library_flags():
    """-I flags of the libraries; headers there are not ours to warn about."""
    done = subprocess.run(["pkg-config", "--cflags-only-I", *PACKAGES], capture_output=True, text=True, check=True)
    return [flag.replace("-I", "-isystem", 1) for flag in shlex.split(done.stdout)]


def check(root):
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if not shutil.which(compiler[0]):
        return [f"{compiler[0]}: no such compiler"]
    command = compiler + FLAGS + [f"-I{root}"] + library_flags() + ["-xc", "-"]

    def compile_header(path):
        done = subprocess.run(command, input=f'#include "{path}"\n#include "{path}"\ntypedef int not_empty;\n',
                              capture_output=True, text=True, check=False)
        return done.stderr.strip() if done.returncode else None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [message for message in pool.map(compile_header, tree.files(root, ".h")) if message]


if __name__ == "__main__":
    tree.run(check)
