# SPDX-License-Identifier: Apache-2.0
"""Tests of what the benchmarks make of numbers; nothing is measured."""
import unittest

import callgrind
import document
import measure
import plot
import schemas
import work

PROFILE = """events: Ir
summary: 138

ob=/usr/bin/program
fl=???
fn=main
0 5
cob=/usr/lib/libx.so.1
cfi=???
cfn=0x0000000000001234
calls=2 0
0 100
fn=walk.lto_priv.0'2
0 7
fn=walk
0 1
ob=/usr/lib/libx.so.1
fn=0x0000000000001234
0 20
3 4
fn=0x0000000000005678
12 1
"""


class CallgrindTest(unittest.TestCase):
    def test_callees_are_left_out_and_names_are_brought_together(self):
        self.assertEqual(callgrind.by_function(PROFILE), {"main": 5, "walk": 8, "libx.so.1": 25})

    def test_growth_names_who_grew_most_first(self):
        before = {"main": 50, "walk": 10}
        self.assertEqual(callgrind.growth(before, {"main": 60, "walk": 90, "same": 10, "fresh": 15}),
                         [(80, "walk"), (10, "main"), (5, "fresh")])

    def test_nothing_that_shrank_is_growth(self):
        self.assertEqual(callgrind.growth({"main": 50}, {"main": 49}), [])


def result(seconds, mebibytes=10):
    return measure.Result(seconds, mebibytes, [seconds])


class ReadmeTest(unittest.TestCase):
    def test_its_figures_are_those_measured(self):
        text = document.readme_section({2000: {"mpicc-yaml": result(0.2), "helm": result(3)}})
        self.assertIn("2,000 jobs", text)
        self.assertIn("compile in 200.0 ms", text)
        self.assertIn("takes 15.0 times as long", text)

    def test_without_helm_it_stays_as_it_is(self):
        self.assertIsNone(document.readme_section({2000: {"mpicc-yaml": result(0.2)}}))
        self.assertIsNone(document.readme_section({100: {"mpicc-yaml": result(0.2), "helm": result(3)}}))


class GoalTest(unittest.TestCase):
    def test_verdicts_say_by_how_much(self):
        self.assertEqual(document.verdict(130, 130), "reached")
        self.assertEqual(document.verdict(195, 130), "missed by 50%")
        self.assertEqual(document.verdict(390, 130), "missed by a factor of 3.0")
        self.assertEqual(document.verdict(10, 40, at_least=True), "missed by a factor of 4.0")
        self.assertEqual(document.verdict(40, 40, at_least=True), "reached")

    def test_verdicts_say_why_where_something_is_missed(self):
        self.assertEqual(document.verdict(195, 130, why="it is slow"), "missed by 50%: it is slow")
        self.assertEqual(document.verdict(130, 130, why="it is slow"), "reached")

    def test_a_size_that_was_not_measured_has_no_verdict(self):
        rows = list(document.rendering_goals({1: {"mpicc-yaml": result(0.004), "jsonnet": result(0.002)}}))
        self.assertEqual(rows[0], "| 1 job to standard output | ≤ 5.0 ms | 4.0 ms | reached |")
        self.assertEqual(rows[1], "| 1 job: jsonnet takes | ≥ 1.0 × | 0.5 × | missed by a factor of 2.0 |")
        self.assertEqual({row.split(" | ")[2] for row in rows[2:]}, {"not measured"})

    def test_growth_is_by_job(self):
        rows = list(document.growth_goals({1000: {"mpicc-yaml": result(0.1, 10)}, 100000: {"mpicc-yaml": result(12, 500)}}))
        self.assertEqual([row.split(" | ")[2:] for row in rows], [["1.2 ×", "missed by 9% |"], ["0.5 ×", "reached |"]])

    def test_commits_of_other_sizes_have_no_verdict(self):
        beyond = {"first": 0.1, "one": 0.02, "none": -0.001}
        verdicts = [row.split(" | ")[2:] for row in document.commit_goals(document.Commits(2000, 10000, {}, beyond))]
        self.assertEqual(verdicts, [["100.0 ms", "reached |"], ["20.0 ms", "missed by a factor of 2.0: every file is hashed to find what changed |"],
                                    ["less than what compiling varies by", "reached |"]])
        self.assertTrue(all("not measured" in row for row in document.commit_goals(document.Commits(100, 500, {}, beyond))))


class MeasureTest(unittest.TestCase):
    def test_results_are_medians_and_peaks(self):
        turns = iter([(1, 5), (9, 7), (2, 6)])
        self.assertEqual(measure.interleaved({"a": lambda: next(turns)}, 3)["a"], measure.Result(2, 7, [1, 9, 2]))

    def test_who_has_used_up_the_budget_takes_no_more_turns(self):
        self.assertEqual(measure.interleaved({"a": lambda: (50, 1)}, 5, budget_seconds=60)["a"].all_seconds, [50, 50])


class PlotTest(unittest.TestCase):
    def test_names_that_would_lie_on_each_other_are_moved_and_others_are_not(self):
        places = plot.spread({"a": (100, 50), "b": (110, 55), "c": (400, 52)})
        self.assertEqual(places, {"a": (100, 50), "b": (110, 65), "c": (400, 52)})


class WorkTest(unittest.TestCase):
    def test_variables_in_strings_become_sums(self):
        self.assertEqual(work.jsonnet_text({"a": "x-THENAME-THERUN"}), '{"a": "x-" + job.name + "-" + job.run + ""}')

    def test_keys_with_variables_are_refused(self):
        with self.assertRaises(ValueError):
            work.jsonnet_keys('{"x-" + job.name + "": 1}')


class SchemaTest(unittest.TestCase):
    def test_objects_with_fields_have_no_others(self):
        labels = {"additionalProperties": {"type": "string"}}
        given = {"properties": {"a": {"$ref": "#/components/schemas/A"}, "labels": labels}, "description": "of it"}
        self.assertEqual(schemas.closed(given), {"properties": {"a": {"$ref": "#/definitions/A"}, "labels": labels}, "additionalProperties": False})

    def test_a_field_that_is_called_description_stays(self):
        given = {"properties": {"description": {"type": "string", "description": "of it"}}}
        self.assertEqual(schemas.closed(given)["properties"], {"description": {"type": "string"}})

    def test_files_are_named_as_kubeconform_looks_for_them(self):
        self.assertEqual(schemas.file_name("rbac.authorization.k8s.io", "v1", "Role"), "role-rbac-v1.json")
        self.assertEqual(schemas.file_name("", "v1", "Service"), "service-v1.json")


if __name__ == "__main__":
    unittest.main()
