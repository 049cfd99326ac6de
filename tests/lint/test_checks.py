# SPDX-License-Identifier: Apache-2.0
"""Tests of the checks: what is planted in a small tree must be found, and nothing else."""
import contextlib
import io
import pathlib
import shutil
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import check_diag_codes
import check_headers
import check_layers
import check_scripts
import check_sizes
import check_spdx
import check_words
import tree

sys.path.insert(0, str(tree.REPOSITORY / "tests/support"))
import junit_counts  # noqa: E402 the line above makes it importable

LAYERS = """
lib/base      | | dlfcn.h
compiler/read | lib/base | yaml.h
compiler      | lib/base compiler/read |
tests         | * | cmocka.h
system | stdio.h
"""


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mpicc-lint-"))
        self.addCleanup(shutil.rmtree, self.root)

    def plant(self, path, text=""):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def assert_finds(self, check, *beginnings):
        """The check's findings begin with these, in any order, and there are no others."""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            findings = check(self.root)
        self.assertEqual(len(findings), len(beginnings), findings)
        for beginning in beginnings:
            self.assertTrue(any(finding.startswith(beginning) for finding in findings), (beginning, findings))
        return printed.getvalue()


class LayersTest(CheckTest):
    def setUp(self):
        super().setUp()
        self.plant("tests/lint/layers.txt", LAYERS)
        self.plant("lib/base/str.h", "#include <stdio.h>\n")
        self.plant("compiler/read/read.h", '#include "lib/base/str.h"\n#include <yaml.h>\n')
        self.plant("compiler/compile.c", '#include "compiler/read/read.h"\n')

    def test_allowed_includes_are_silent(self):
        self.assert_finds(check_layers.check)

    def test_include_against_the_table_is_found_with_its_line(self):
        self.plant("lib/base/str.c", '\n#include "compiler/read/read.h"\n')
        self.assert_finds(check_layers.check, "lib/base/str.c:2: compiler/read/read.h: lib/base may not use compiler/read")

    def test_outside_header_in_the_wrong_folder_is_found(self):
        self.plant("compiler/compile.h", "# include <yaml.h>\n")
        self.assert_finds(check_layers.check, "compiler/compile.h:1: yaml.h:")

    def test_header_of_an_unknown_library_is_found(self):
        self.plant("compiler/read/more.c", "#include <curl/curl.h>\n")
        self.assert_finds(check_layers.check, "compiler/read/more.c:1: curl/curl.h:")

    def test_include_beside_the_file_is_found(self):
        self.plant("compiler/read/read.c", '#include "read.h"\n')
        self.assert_finds(check_layers.check, "compiler/read/read.c:1: read.h: does not exist")

    def test_folder_without_a_row_is_found(self):
        self.plant("extra/a.c")
        self.plant("compiler/extra/a.c")
        self.plant("compiler/read/deeper/a.c")
        self.assert_finds(check_layers.check, "extra/a.c:1:", "compiler/extra/a.c:1:")

    def test_tests_may_use_what_the_tested_folder_may(self):
        self.plant("tests/unit/read/test_read.c", '#include <cmocka.h>\n#include <yaml.h>\n#include "compiler/read/read.h"\n')
        self.plant("tests/unit/base/test_str.c", "#include <yaml.h>\n")
        self.assert_finds(check_layers.check, "tests/unit/base/test_str.c:1: yaml.h:")

    def document(self, change=lambda table: table):
        table = "\n".join(check_layers.markdown(check_layers.read_layers(self.root)))
        self.plant("docs/ARCHITECTURE.md", f"# A\n<!-- layers -->\n{change(table)}\n<!-- /layers -->\n")

    def test_document_that_agrees_is_silent(self):
        self.document()
        self.assert_finds(check_layers.check)

    def test_document_may_have_columns_of_its_own(self):
        self.document(lambda table: "\n".join(f"| why {line}" for line in table.splitlines()))
        self.assert_finds(check_layers.check)

    def test_document_that_disagrees_is_found(self):
        self.document(lambda table: table.replace("| `compiler/read` | `lib/base` |", "| `compiler/read` | – |"))
        self.assert_finds(check_layers.check, "docs/ARCHITECTURE.md:1: compiler/read: `may use`")

    def test_document_with_rows_too_few_and_too_many_is_found(self):
        self.document(lambda table: table.replace("| `lib/base` |", "| `lib/gone` |", 1))
        self.assert_finds(check_layers.check, "docs/ARCHITECTURE.md:1: lib/gone:", "docs/ARCHITECTURE.md:1: lib/base:")

    def test_document_without_the_table_is_found(self):
        self.plant("docs/ARCHITECTURE.md", "# A\n")
        self.assert_finds(check_layers.check, "docs/ARCHITECTURE.md:1: no table")


class HeadersTest(CheckTest):
    def test_header_that_needs_another_is_found(self):
        self.plant("lib/good.h", "#ifndef G\n#define G\n#include <stddef.h>\nstruct good { size_t n; };\n#endif\n")
        self.plant("lib/bad.h", "#ifndef B\n#define B\nstruct bad { size_t n; };\n#endif\n")
        with_finding = check_headers.check(self.root)
        self.assertEqual(len(with_finding), 1)
        self.assertIn("size_t", with_finding[0])

    def test_header_without_a_guard_is_found(self):
        self.plant("lib/twice.h", "struct twice { int n; };\n")
        self.assertIn("redefinition", "".join(check_headers.check(self.root)))


class SizesTest(CheckTest):
    def function(self, lines):
        return "static int f(int a,\n\t     int b)\n{\n" + "\tg();\n" * (lines - 2) + "}\n"

    def test_limits_themselves_are_kept(self):
        self.plant("a.c", self.function(check_sizes.FUNCTION_HARD))
        self.plant("b.h", "\n" * check_sizes.FILE_HARD)
        self.assert_finds(check_sizes.check)

    def test_function_over_the_hard_limit_is_found_by_name(self):
        self.plant("a.c", self.function(check_sizes.FUNCTION_HARD + 1))
        self.assert_finds(check_sizes.check, "a.c:3: f: 81 lines")

    def test_file_over_the_hard_limit_is_found(self):
        self.plant("a.lua", "\n" * (check_sizes.FILE_HARD + 1))
        self.assert_finds(check_sizes.check, "a.lua:1: file: 701 lines")

    def test_soft_limits_are_noted_only(self):
        self.plant("a.c", self.function(check_sizes.FUNCTION_SOFT + 1))
        self.assertIn("a.c:3: note: f: 41 lines", self.assert_finds(check_sizes.check))


class SpdxTest(CheckTest):
    def test_each_kind_of_source_without_the_line_is_found(self):
        names = ["a.c", "a.h", "a.def", "a.lua", "a.cmake", "CMakeLists.txt", "a.py", "a.go"]
        for name in names:
            self.plant(name, "x\n")
            self.plant("good/" + name, "x\n# SPDX-License-Identifier: Apache-2.0\n")
        self.plant("scripts/run", "#!/bin/sh\necho\n")
        self.plant("tools/make", "#!/usr/bin/env python3\n")
        self.plant("tools/data", "x\n")
        self.plant("notes.md", "x\n")
        self.plant("tests/golden/case/hook.lua", "x\n")
        self.assert_finds(check_spdx.check, *[f"{name}:1:" for name in names], "scripts/run:1:", "tools/make:1:")


class WordsTest(CheckTest):
    def test_each_word_is_found_but_not_inside_others(self):
        for number, word in enumerate(["TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK"]):
            self.plant(f"{number}.c", f"\n/* {word}: later */\n")
        self.plant("good.c", "/* mkstemp wants XXXXXX, todo lists and hackers are fine */\n")
        self.assert_finds(check_words.check, "0.c:2:", "1.c:2:", "2.c:2:", "3.c:2:")


class DiagCodesTest(CheckTest):
    def table(self, *codes):
        self.plant(check_diag_codes.TABLE, "".join(f'DIAG({code}, "t",\n     "e")\n' for code in codes))
        self.plant("compiler/a.c", "".join(f"diag_{code};\n" for code in codes))

    def test_good_table_is_silent(self):
        self.table("E0101", "E0102", "W0103")
        self.assert_finds(check_diag_codes.check)

    def test_unsorted_twice_and_misnamed_are_found(self):
        self.table("E0102", "E0101", "E0101", "E1")
        self.assert_finds(check_diag_codes.check, *[f"{check_diag_codes.TABLE}:1: {code}" for code in (
            "E0101: stands after", "E0101: stands there twice", "E1: must be", "E1: nothing reports it")])

    def test_unused_code_is_found_and_use_in_tests_does_not_count(self):
        self.table("E0101")
        self.plant("compiler/a.c", "diag_E01010;\n")
        self.plant("tests/a.c", "diag_E0101;\n")
        self.assert_finds(check_diag_codes.check, f"{check_diag_codes.TABLE}:1: E0101: nothing reports it")

    def test_cases_are_asked_for_once_there_is_one(self):
        self.table("E0101", "E0102")
        self.plant("tests/errors/README.md")
        self.assert_finds(check_diag_codes.check)
        self.plant("tests/errors/E0101-case/in.yaml")
        self.assert_finds(check_diag_codes.check, f"{check_diag_codes.TABLE}:1: E0102: no case")

    def test_case_without_a_code_is_found(self):
        self.table("E0101")
        self.plant("tests/errors/E0101-case/in.yaml")
        self.plant("tests/errors/E0199-case/in.yaml")
        self.plant("tests/errors/cli-no-such-option/in.yaml")
        self.assert_finds(check_diag_codes.check, "tests/errors/E0199-case:1:")


class ScriptsTest(CheckTest):
    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_unquoted_variable_is_found(self):
        self.plant("scripts/bad", "#!/bin/sh\nrm $1\n")
        self.plant("scripts/good", '#!/bin/sh\nrm "$1"\n')
        self.plant("scripts/other", "#!/usr/bin/python3\nrm $1\n")
        self.assert_finds(check_scripts.check, "scripts/bad:2:4:")


class JunitCountsTest(unittest.TestCase):
    def test_missing_program_and_failed_fixture_are_failures_and_declared_skips_are_not(self):
        cases = [("run", ""), ("fail", ""), ("disabled", ""), ("notrun", "Unable to find executable"),
                 ("notrun", "Fixture dependency failed"), ("notrun", "SKIP_RETURN_CODE=77"), ("run", "")]
        report = "".join(f'<testcase status="{status}"><skipped message="{why}"/></testcase>' for status, why in cases)
        self.assertEqual(junit_counts.counts(ElementTree.fromstring(f"<testsuite>{report}</testsuite>")), (2, 3, 2))


if __name__ == "__main__":
    unittest.main(verbosity=2)
