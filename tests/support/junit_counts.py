# SPDX-License-Identifier: Apache-2.0
"""junit_counts.py FILE: prints how many tests of ctest's --output-junit report passed, failed and were skipped."""
import sys
import xml.etree.ElementTree as ElementTree


def counts(root):
    total = failed = skipped = 0
    for case in root.iter("testcase"):
        status = case.get("status")
        total += 1
        if status in ("notrun", "disabled"):
            # ctest reports a missing program as "notrun" too; only a declared skip is no failure.
            reason = case.find("skipped")
            declared = reason is not None and "SKIP" in (reason.get("message") or "")
            skipped += declared or status == "disabled"
            failed += not declared and status == "notrun"
        elif status != "run":
            failed += 1
    return total - failed - skipped, failed, skipped


if __name__ == "__main__":
    print(*counts(ElementTree.parse(sys.argv[1]).getroot()))
