# SPDX-License-Identifier: Apache-2.0
"""Every source file names its licence in its first three lines."""
import tree

LINE = "SPDX-License-Identifier: Apache-2.0"
# Input of tests is what a user would write, licence line or not.
INPUTS = ("tests/golden", "tests/errors", "tests/fuzz/corpus")


def wants_licence(root, path):
    if str(path).startswith(INPUTS):
        return False
    return tree.is_source(root, path)


def check(root):
    return [f"{path}:1: no line `{LINE}`" for path in tree.files(root)
            if wants_licence(root, path) and LINE not in "\n".join(tree.text(root, path).splitlines()[:3])]


if __name__ == "__main__":
    tree.run(check)
