/* SPDX-License-Identifier: Apache-2.0 */
/* `env` becomes core/v1 EnvVars. */
#include "tests/unit/spec/spec_case.h"

static struct node *env(struct arena *a, const char *lines)
{
	struct spec_case c;

	spec_case_accept(&c, a, lines);
	return c.spec.env;
}

TEST(scalars_are_taken_letter_for_letter_in_order)
{
	TEST_ARENA(a);

	assert_tree(env(&a, "env: {Z: text, A: 4, V: 1.10, T: true, E: '', H: 0x1F, _x9: ' '}\n"),
		    "[{name: Z, value: text}, {name: A, value: '4'}, {name: V, value: '1.10'}, {name: T, value: 'true'}, {name: "
		    "E, value: ''}, "
		    "{name: H, value: '0x1F'}, {name: _x9, value: ' '}]");
	assert_tree(env(&a, "env: {}\n"), "[]");
	assert_tree(env(&a, ""), "[]");
	assert_tree(env(&a, "env: {A: null, B: b}\n"), "[{name: B, value: b}]");
}

TEST(sources_become_value_from)
{
	TEST_ARENA(a);
	struct node *list =
		env(&a, "env:\n  A: {secret: hub/token}\n  B: {config: settings/mode.x}\n  C: {field: spec.nodeName}\n"
			"  D: {valueFrom: {resourceFieldRef: {resource: limits.cpu}}}\n");

	assert_tree(list, "[{name: A, valueFrom: {secretKeyRef: {name: hub, key: token}}}, "
			  "{name: B, valueFrom: {configMapKeyRef: {name: settings, key: mode.x}}}, "
			  "{name: C, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}, "
			  "{name: D, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]");
}

TEST(the_first_slash_ends_the_name)
{
	TEST_ARENA(a);

	assert_tree(env(&a, "env: {A: {secret: a/b/c}}\n"), "[{name: A, valueFrom: {secretKeyRef: {name: a, key: b/c}}}]");
}

TEST(names_are_c_identifiers)
{
	assert_refused("env: {1A: x}\n", diag_E0211, "6:7", "`1A` is not a valid name of an environment variable");
	assert_refused("env: {A-B: x}\n", diag_E0211, "6:7", "`A-B` is not a valid name");
	assert_refused("env: {A.B: x}\n", diag_E0211, "6:7", "`A.B` is not a valid name");
	assert_refused("env: {'': x}\n", diag_E0211, "6:7", "`` is not a valid name");
	assert_refused("env: {'A B': x}\n", diag_E0211, "6:7", "`A B` is not a valid name");
	assert_refused("env: {gr\303\274n: x}\n", diag_E0211, "6:7", "`gr\303\274n` is not a valid name");
}

TEST(other_values_are_refused)
{
	assert_refused("env: [A=b]\n", diag_E0203, "6:6", "`env` must be a map of names to values, not a list");
	assert_refused("env: A=b\n", diag_E0203, "6:6", "`env` must be a map of names to values, not a string");
	assert_refused("env: {A: [b]}\n", diag_E0203, "6:10", "`env` must be a map of names to strings or sources, not a list");
	assert_refused("env: {A: {}}\n", diag_E0210, "6:10", "expected one of `secret: NAME/KEY`");
	assert_refused("env: {A: {secrets: a/b}}\n", diag_E0210, "6:10", "expected one of `secret: NAME/KEY`");
	assert_refused("env: {A: {secret: a/b, config: a/b}}\n", diag_E0210, "6:10", "expected one of");
	assert_refused("env: {A: {field: 5}}\n", diag_E0210, "6:10", "expected one of");
	assert_refused("env: {A: {valueFrom: x}}\n", diag_E0210, "6:10", "expected one of");
	assert_refused("env: {A: {secret: token}}\n", diag_E0210, "6:19", "expected NAME/KEY");
	assert_refused("env: {A: {secret: /token}}\n", diag_E0210, "6:19", "expected NAME/KEY");
	assert_refused("env: {A: {config: token/}}\n", diag_E0210, "6:19", "expected NAME/KEY");
	assert_refused("env: {A: {secret: 5}}\n", diag_E0210, "6:19", "expected NAME/KEY");
}

TEST(all_mistakes_are_reported)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, JOB "env: {1A: x, B: [], C: c, D: {secret: x}}\n");
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 3);
}
