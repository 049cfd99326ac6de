# SPDX-License-Identifier: Apache-2.0
"""Diagnostic codes are sorted, unique and used, and each has a case in tests/errors."""
import re

import tree

TABLE = "lib/base/diag_codes.def"
ROW = re.compile(r"^DIAG\((\w+)", re.MULTILINE)
FORM = re.compile(r"[EW]\d{4}")


def check_table(codes):
    for code in codes:
        if not FORM.fullmatch(code):
            yield f"{TABLE}:1: {code}: must be E or W and four digits"
    for before, after in zip(codes, codes[1:]):
        if before == after:
            yield f"{TABLE}:1: {after}: stands there twice"
        elif before > after:
            yield f"{TABLE}:1: {after}: stands after {before}; keep the table sorted"


def used_codes(root):
    names = set()
    for path in tree.files(root, ".c", ".h", ".def"):
        if path.parts[0] != "tests":
            names |= set(re.findall(r"\bdiag_([EW]\d{4})\b", tree.text(root, path)))
    return names


def check_cases(root, codes):
    folder = root / "tests/errors"
    cases = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    if not cases:
        return
    covered = {name.partition("-")[0] for name in cases}
    for code in sorted(set(codes) - covered):
        yield f"{TABLE}:1: {code}: no case tests/errors/{code}-*"
    for name in sorted(cases):
        if FORM.fullmatch(name.partition("-")[0]) and name.partition("-")[0] not in codes:
            yield f"tests/errors/{name}:1: no such code in {TABLE}"


def check(root):
    codes = ROW.findall(tree.text(root, TABLE))
    findings = list(check_table(codes))
    findings += [f"{TABLE}:1: {code}: nothing reports it" for code in sorted(set(codes) - used_codes(root))]
    return findings + list(check_cases(root, codes))


if __name__ == "__main__":
    tree.run(check)
