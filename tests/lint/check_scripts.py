# SPDX-License-Identifier: Apache-2.0
"""shellcheck has nothing to say about our shell scripts. Exit code 77, a skip, where it is not installed."""
import shutil
import subprocess
import sys

import tree


def check(root):
    scripts = [str(path) for path in tree.files(root) if tree.is_script(root, path)]
    if not scripts:
        return []
    done = subprocess.run(["shellcheck", "--format=gcc", *scripts], cwd=root, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()


if __name__ == "__main__":
    if not shutil.which("shellcheck"):
        print("skipped, because shellcheck is not installed")
        sys.exit(77)
    tree.run(check)
