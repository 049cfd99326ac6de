# SPDX-License-Identifier: Apache-2.0
"""Instructions by function, from what callgrind wrote without compression of names and positions."""
import collections
import re

# What link-time optimization and recursion add to a function's name.
SUFFIX = re.compile(r"(\.(lto_priv|constprop|isra|part|cold)(\.\d+)?|'\d+)+$")


def function_name(owner, name):
    """Functions of libraries that have lost their names count as their library's."""
    return owner.rpartition("/")[2] if name.startswith("0x") else SUFFIX.sub("", name)


def by_function(text):
    """{function: instructions, without those of what it calls}"""
    counts, owner, name, called = collections.Counter(), "", "", False
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and key == "ob":
            owner = value
        elif equals and key == "fn":
            name = function_name(owner, value)
        elif equals and key == "calls":
            called = True  # the next line is what the callee cost
        elif line[:1].isdigit():
            if not called:
                counts[name] += int(line.split()[1])
            called = False
    return counts


def growth(before, now):
    """[(instructions more, function)], most first; of what `before` does not name it had at most as many as its least."""
    least = min(before.values(), default=0)
    more = ((count - before.get(name, min(count, least)), name) for name, count in now.items())
    return sorted(((count, name) for count, name in more if count > 0), reverse=True)
