/* SPDX-License-Identifier: Apache-2.0 */
/* `keys` and `mpi`. */
#include "tests/unit/spec/spec_case.h"

static struct spec accept(struct arena *a, const char *lines)
{
	struct spec_case c;

	spec_case_accept(&c, a, lines);
	return c.spec;
}

TEST(keys_come_from_one_of_six)
{
	TEST_ARENA(a);

	assert_int_equal(accept(&a, "").keys.mode, keys_controller);
	assert_int_equal(accept(&a, "keys: controller\n").keys.mode, keys_controller);
	assert_int_equal(accept(&a, "keys: plain\n").keys.mode, keys_plain);
	assert_int_equal(accept(&a, "keys: sops\n").keys.mode, keys_sops);
	assert_int_equal(accept(&a, "keys: sealed\n").keys.mode, keys_sealed);
	assert_int_equal(accept(&a, "keys: external-secrets\n").keys.mode, keys_external);
	assert_int_equal(accept(&a, "keys: existing/team-ssh\n").keys.mode, keys_existing);
	assert_str(accept(&a, "keys: existing/team.ssh\n").keys.secret, "team.ssh");
}

TEST(other_keys_are_refused)
{
	assert_refused("keys: vault\n", diag_E0206, "6:7", "invalid `keys`: `vault`");
	assert_help("keys: vault\n", "one of `controller`, `plain`, `sops`, `sealed`, `external-secrets`, `existing/NAME`");
	assert_help("keys: plan\n", "did you mean `plain`?");
	assert_refused("keys: existing/\n", diag_E0206, "6:7", "invalid `keys`: `existing/`");
	assert_refused("keys: existing/A\n", diag_E0206, "6:7", "invalid `keys`: `existing/A`");
	assert_refused("keys: existing/a/b\n", diag_E0206, "6:7", "invalid `keys`: `existing/a/b`");
	assert_refused("keys: ''\n", diag_E0206, "6:7", "invalid `keys`: ``");
	assert_refused("keys: {existing: a}\n", diag_E0203, "6:7", "`keys` must be a string, not a map");
}

TEST(a_flavour_is_a_name_or_a_name_with_options)
{
	TEST_ARENA(a);
	struct spec s = accept(&a, "");

	assert_str(s.mpi.name, "openmpi");
	assert_null(s.mpi.options);
	assert_str(accept(&a, "mpi: hooks/own.lua\n").mpi.name, "hooks/own.lua");
	s = accept(&a, "mpi: {flavour: intel, bootstrap: ssh, verbose: 2}\n");
	assert_str(s.mpi.name, "intel");
	assert_tree(s.mpi.options, "{bootstrap: ssh, verbose: 2}");
	assert_str(s.mpi.node->text, "intel");
	assert_tree(accept(&a, "mpi: {flavour: intel}\n").mpi.options, "{}");
}

TEST(other_flavours_are_refused)
{
	assert_refused("mpi: ''\n", diag_E0204, "6:6", "`mpi` must not be empty");
	assert_refused("mpi: 5\n", diag_E0203, "6:6", "`mpi` must be a flavour's name or {flavour: …}, not an integer");
	assert_refused("mpi: [openmpi]\n", diag_E0203, "6:6", "`mpi` must be a flavour's name");
	assert_refused("mpi: {name: openmpi}\n", diag_E0202, "6:6", "`mpi` has no `flavour`");
	assert_refused("mpi: {flavour: ''}\n", diag_E0202, "6:6", "`mpi` has no `flavour`");
	assert_refused("mpi: {flavour: [a]}\n", diag_E0202, "6:6", "`mpi` has no `flavour`");
}
