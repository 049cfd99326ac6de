# SPDX-License-Identifier: Apache-2.0
"""check.py MPICC-YAML: each mistake is found at its line, and nothing else is reported of it."""
import sys

import cases


def main(program):
    failed = 0
    for case in cases.all_cases():
        said = cases.ours(program, case)
        found, at_line = case.found(said)
        if found and at_line and len(said) == 1:
            continue
        failed += 1
        print(f"{case.path}:{case.line}: {case.code} expected, and nothing else:")
        for d in said:
            print(f"  {d['code']} line {d.get('place', {}).get('line')}: {d['message']}")
    print(f"{len(cases.all_cases())} mistakes, {failed} not as they should be")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
