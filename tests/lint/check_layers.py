# SPDX-License-Identifier: Apache-2.0
"""Holds every #include line against layers.txt, and the table in docs/ARCHITECTURE.md too.

With --markdown, prints that table instead.
"""
import collections
import fnmatch
import re
import sys

import tree

Row = collections.namedtuple("Row", "uses headers")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
DOCUMENT = "docs/ARCHITECTURE.md"
MARKED = re.compile(r"<!-- layers -->\n(.*?)<!-- /layers -->", re.DOTALL)


class Layers:
    def __init__(self, lines):
        self.rows, self.system = {}, []
        for line in lines:
            cells = [cell.split() for cell in line.split("|")]
            if not line.strip() or line.startswith("#"):
                continue
            if cells[0] == ["system"]:
                self.system += cells[1]
            else:
                self.rows[cells[0][0]] = Row(cells[1], cells[2])

    def folder(self, path):
        """The row that a file belongs to, or None. Where folders in a folder have rows, each of them needs one."""
        found = next((str(parent) for parent in path.parents if str(parent) in self.rows), None)
        if found != str(path.parent) and any(row.startswith(f"{found}/") for row in self.rows):
            return None
        return found

    def outside(self, path, folder):
        """The patterns of headers in <…> that a file may include."""
        patterns = self.system + self.rows[folder].headers
        if folder == "tests":
            for tested in ("lib/", "compiler/"):
                row = self.rows.get(tested + path.parent.name)
                patterns = patterns + (row.headers if row else [])
        return patterns


def read_layers(root):
    return Layers(tree.text(root, "tests/lint/layers.txt").splitlines())


def check_quoted(root, layers, folder, name):
    """The finding about #include "name", or None."""
    target = layers.folder(tree.pathlib.Path(name))
    if not (root / name).exists():
        return "does not exist; name it from the root of the project"
    if target is None:
        return "lies in a folder without a row in tests/lint/layers.txt"
    if target != folder and target not in layers.rows[folder].uses and layers.rows[folder].uses != ["*"]:
        return f"{folder} may not use {target}"
    return None


def check_bracketed(layers, path, folder, name):
    if any(fnmatch.fnmatch(name, pattern) for pattern in layers.outside(path, folder)):
        return None
    return f"{folder} may not use this library"


def check_file(root, layers, path):
    content, folder = tree.text(root, path), layers.folder(path)
    if folder is None:
        yield f"{path}:1: the folder has no row in tests/lint/layers.txt"
        return
    for match in INCLUDE.finditer(content):
        quoted, bracketed = match.groups()
        finding = check_quoted(root, layers, folder, quoted) if quoted else check_bracketed(layers, path, folder, bracketed)
        if finding:
            yield f"{path}:{content.count(chr(10), 0, match.start(1 if quoted else 2)) + 1}: {quoted or bracketed}: {finding}"


def markdown(layers):
    def cell(names):
        return " ".join(f"`{name}`" for name in names) or "–"

    yield "| folder | may use | used by | outside headers |"
    yield "|---|---|---|---|"
    for folder, row in layers.rows.items():
        users = [name for name, other in layers.rows.items() if folder in other.uses]
        yield f"| `{folder}` | {cell(row.uses)} | {cell(users)} | {cell(row.headers)} |"


def document_rows(table):
    """The rows of a Markdown table: a map from column title to the set of names in backticks."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    titles = [title.strip() for title in lines[0].strip("|").split("|")] if lines else []
    for line in lines[2:]:
        cells = line.strip().strip("|").split("|")
        yield {title: set(re.findall(r"`([^`]+)`", cell)) for title, cell in zip(titles, cells)}


def check_document(root, layers):
    """Columns that the document has beside ours, and rows for tests and cmake that it leaves out, are its own affair."""
    if not (root / DOCUMENT).exists():
        return
    marked = MARKED.search(tree.text(root, DOCUMENT))
    if not marked:
        yield f"{DOCUMENT}:1: no table between <!-- layers --> and <!-- /layers -->"
        return
    ours = {tuple(row["folder"]): row for row in document_rows("\n".join(markdown(layers)))}
    theirs = {tuple(row.get("folder", ())): row for row in document_rows(marked.group(1))}
    for key in theirs.keys() - ours.keys():
        yield f"{DOCUMENT}:1: {' '.join(key)}: has no row in tests/lint/layers.txt"
    for key in ours:
        if key not in theirs:
            if key[0] in layers.rows and key[0].startswith(("lib", "compiler")):
                yield f"{DOCUMENT}:1: {key[0]}: the table has no row for it"
            continue
        for title, names in ours[key].items():
            if theirs[key].get(title, names) != names:
                yield f"{DOCUMENT}:1: {key[0]}: `{title}` must be: {' '.join(sorted(names)) or '–'}"


def check(root):
    layers = read_layers(root)
    findings = [line for path in tree.files(root, ".c", ".h", ".def") for line in check_file(root, layers, path)]
    return findings + list(check_document(root, layers))


if __name__ == "__main__":
    if sys.argv[1:] == ["--markdown"]:
        print(*markdown(read_layers(tree.REPOSITORY)), sep="\n")
    else:
        tree.run(check)
