# SPDX-License-Identifier: Apache-2.0
"""Nothing is put off in the code: what is left to do stands in an issue."""
import re

import tree

WORDS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
SUFFIXES = (".c", ".h", ".def", ".lua", ".cmake", "CMakeLists.txt", ".py", ".go", ".sh")


def check(root):
    findings = []
    for path in tree.files(root):
        if path.name.endswith(SUFFIXES) or tree.is_script(root, path):
            for number, line in enumerate(tree.text(root, path).splitlines(), 1):
                found = WORDS.search(line)
                if found:
                    findings.append(f"{path}:{number}: {found.group()}: open an issue instead")
    return findings


if __name__ == "__main__":
    tree.run(check)
