# SPDX-License-Identifier: Apache-2.0
"""Files and functions stay short: prints those over the soft limit, fails for those over the hard one."""
import re
import tree

FILE_SOFT, FILE_HARD = 400, 700
FUNCTION_SOFT, FUNCTION_HARD = 40, 80
NAME = re.compile(r"(\w+)\s*\(")


def functions(lines):
    """Yields (line number, name, lines from the opening to the closing brace) of each C function of kernel shape."""
    opened = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            opened = number
        elif line == "}" and opened:
            yield opened, name_above(lines, opened - 1), number - opened + 1
            opened = None


def name_above(lines, end):
    """The function whose parameter list ends on line `end` (1-based)."""
    start = end - 1
    while start > 0 and lines[start][:1] in ("\t", " "):
        start -= 1
    found = NAME.search(lines[start]) if end > 0 else None
    return found.group(1) if found else "?"


def measure(root):
    """Yields (place, what, size, soft limit, hard limit)."""
    for path in tree.files(root, ".c", ".h", ".lua", ".py"):
        lines = tree.text(root, path).splitlines()
        yield f"{path}:1", "file", len(lines), FILE_SOFT, FILE_HARD
        if path.suffix in (".c", ".h"):
            for number, name, size in functions(lines):
                yield f"{path}:{number}", name, size, FUNCTION_SOFT, FUNCTION_HARD


def check(root):
    findings = []
    for place, what, size, soft, hard in measure(root):
        if size > hard:
            findings.append(f"{place}: {what}: {size} lines, the limit is {hard}")
        elif size > soft:
            print(f"{place}: note: {what}: {size} lines, aim at {soft}")
    return findings


if __name__ == "__main__":
    tree.run(check)
