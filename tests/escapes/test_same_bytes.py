#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A hundred compilations, each with other addresses and so with other seeds of Lua's hashes, give the same bytes.

    test_same_bytes.py MPICC-YAML EXAMPLES

Half of them run without address randomisation where the system allows that; environments and folders differ in size.
"""
import os
import re
import subprocess
import sys
import tempfile

RUNS = 100
JOB = """apiVersion: mpicc.dev/v1
kind: MPIJob
metadata: {name: pi}
image: registry.example.com/pi:1
workers: 2
run: pi
hooks: [hook.lua]
"""
# All that could tell one run from another: order of keys of many kinds, texts of tables and functions, errors, sorting.
HOOK = """
return function(objects)
  local seen, t, keys = {}, {}, {}
  for i = 1, 200 do t['k' .. i * 7919 % 1009] = i; t[i * 7919 % 1009 + 0.5] = i end
  for i = 1, 50 do t[i * 3] = i end
  t[true], t[false] = 1, 2
  for k, v in pairs(t) do
    keys[#keys + 1] = tostring(k) .. '=' .. v
  end
  local first = next(t)
  for _, v in ipairs({tostring(t), tostring(pairs), ('%s'):format(t), ('%q'):format(1 / 3), tostring(first)}) do
    seen[#seen + 1] = v
  end
  for _, f in ipairs({function() return t .. 'x' end, function() return t.x.y end, function() error(t) end, function() return #nil end}) do
    local _, e = pcall(f)
    seen[#seen + 1] = tostring(e)
  end
  local equal = {}
  for i = 1, 100 do equal[i] = {i % 3, i} end
  table.sort(equal, function(a, b) return a[1] < b[1] end)
  for _, e in ipairs(equal) do seen[#seen + 1] = e[2] end
  local names = {}
  for name in pairs(string) do names[#names + 1] = name end
  objects[1].metadata.annotations = {
    keys = table.concat(keys, ' '), seen = table.concat(seen, ' '), names = table.concat(names, ' '),
    numbers = table.concat({10 / 2, 2^53, 1e15, 1e100, -0.0, 7 // 2, 0.1 + 0.2}, ' ')}
end
"""


def can_fix_addresses():
    try:
        return subprocess.run(["setarch", "-R", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def run(program, arguments, number, fixed):
    environment = {"PATH": os.environ["PATH"], "PADDING": "x" * (number * 37)}
    command = (["setarch", "-R"] if fixed else []) + [program, "compile", *arguments, "-o", "-"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"run {number}: {done.stderr.decode()}")
    return done.stdout


def compare(program, what, arguments, runs, fixable):
    first = run(program, arguments, 0, False)
    for number in range(1, runs):
        if run(program, arguments, number, fixable and number % 2) != first:
            sys.exit(f"{what}: run {number} differs from run 0")
    print(f"{what}: {runs} times the same {len(first)} bytes")
    return first


def main():
    program, examples = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    fixable = can_fix_addresses()
    if not fixable:
        print("addresses cannot be fixed here (setarch -R): all runs are randomised")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in (("in.yaml", JOB), ("hook.lua", HOOK)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        text = compare(program, "hook", ["in.yaml"], RUNS, fixable)
        if re.search(rb"0x[0-9a-f]{8}", text):
            sys.exit("an address got out")
    compare(program, "examples", [examples], 5, fixable)


main()
