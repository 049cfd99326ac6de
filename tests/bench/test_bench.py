# SPDX-License-Identifier: Apache-2.0
"""Tests of what the benchmarks make of numbers; nothing is measured."""
import unittest

import callgrind

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


if __name__ == "__main__":
    unittest.main()
