/* SPDX-License-Identifier: Apache-2.0 */
/* Strings, names, integers, booleans, choices, durations: what is taken, and what is said of the rest. */
#include "tests/unit/spec/spec_case.h"

static int64_t seconds(const char *text)
{
	int64_t out = -1;

	return duration_parse(str_from(text), &out) ? out : -1;
}

TEST(durations_are_numbers_with_units)
{
	assert_int_equal(seconds("90s"), 90);
	assert_int_equal(seconds("45m"), 2700);
	assert_int_equal(seconds("4h"), 14400);
	assert_int_equal(seconds("2d"), 172800);
	assert_int_equal(seconds("1w"), 604800);
	assert_int_equal(seconds("1d12h"), 129600);
	assert_int_equal(seconds("1w1d1h1m1s"), 604800 + 86400 + 3600 + 60 + 1);
	assert_int_equal(seconds("0s"), 0);
	assert_int_equal(seconds("0h0m"), 0);
	assert_int_equal(seconds("007s"), 7);
	assert_int_equal(seconds("999999999w"), 999999999 * INT64_C(604800));
}

TEST(other_texts_are_no_durations)
{
	static const char *const bad[] = {"",	  "s",	  "90",	  "h4",	  "4 h",   " 4h",	  "4h ",       "4H",
					  "1h1h", "1m1h", "1s1m", "-4h",  "+4h",   "4.5h",	  "4ms",       "1y",
					  "4h5",  "4hh",  "1e3s", "0x1s", "4h,5m", "1000000000s", "four hours"};
	int64_t untouched = 7;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (seconds(bad[i]) != -1)
			fail_msg("`%s` is no duration", bad[i]);
	assert_int_equal(seconds(NULL), -1);
	assert_false(duration_parse(STR(""), &untouched));
	assert_false(duration_parse(STR("4h5"), &untouched));
	assert_int_equal(untouched, 7);
}

TEST(a_duration_field_has_a_unit_and_a_range)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "deadline: 4h\nttl: 0s\n");
	assert_int_equal(c.spec.deadline, 14400);
	assert_int_equal(c.spec.ttl, 0);
	assert_int_equal(c.spec.start_deadline, 1800);
	spec_case_accept(&c, &a, "deadline: 365d\n");
	assert_int_equal(c.spec.deadline, 31536000);
	assert_refused("deadline: 4\n", diag_E0207, "6:11", "`deadline` needs a unit");
	assert_help("deadline: 4\n", "`4s` or `4m`?");
	assert_refused("deadline: 4 hours\n", diag_E0207, "6:11", "`4 hours` is not a duration");
	assert_help("deadline: 4 hours\n", "whole numbers with w, d, h, m or s, the largest first: `90s`, `4h`, `1d12h`");
	assert_refused("deadline: ''\n", diag_E0207, "6:11", "`` is not a duration");
	assert_refused("deadline: 0s\n", diag_E0204, "6:11", "`deadline` must be between 1s and 31536000s");
	assert_refused("deadline: 31536001s\n", diag_E0204, "6:11", "`deadline` must be between 1s and 31536000s");
	assert_refused("deadline: 1.5\n", diag_E0203, "6:11", "`deadline` must be a string, not a number");
	assert_refused("deadline: [4h]\n", diag_E0203, "6:11", "`deadline` must be a string, not a list");
}

TEST(a_string_is_text_that_is_not_empty)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "workdir: /work\nqueue: \"5\"\n");
	assert_str(c.spec.workdir, "/work");
	assert_str(c.spec.queue, "5");
	assert_refused("workdir: ''\n", diag_E0204, "6:10", "`workdir` must not be empty");
	assert_refused("workdir: 5\n", diag_E0203, "6:10", "`workdir` must be a string, not an integer");
	assert_help("workdir: 1.10\n", "put it in quotes: \"1.10\"");
	assert_help("workdir: true\n", "put it in quotes: \"true\"");
	assert_refused("workdir: {a: b}\n", diag_E0203, "6:10", "`workdir` must be a string, not a map");
	assert_help("workdir: {a: b}\n", "");
	assert_refused("priority:\n  [high]\n", diag_E0203, "7:3", "`priority` must be a string, not a list");
}

static void refuse_name(const char *name)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(
		&c, &a,
		arena_format(&a, "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: \"%s\"}\nimage: i\n", name).data);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, diag_E0205, "3:18", arena_format(&a, "`%s` is not a valid name for `metadata.name`", name).data);
	assert_true(str_starts(c.diags.items[0].help, "lower-case letters, digits and `-`"));
}

TEST(a_name_is_a_dns_label)
{
	TEST_ARENA(a);
	struct spec_case c;

	refuse_name("Resnet");
	refuse_name("res_net");
	refuse_name("res.net");
	refuse_name("-a");
	refuse_name("a-");
	refuse_name("a b");
	refuse_name("0123456789012345678901234567890123456789012345678901234567890123");
	spec_case_decode(&c, &a, "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: 0a-1, namespace: 5}, image: i}");
	assert_diag(&c.diags, 0, diag_E0203, "1:76", "`metadata.namespace` must be a string, not an integer");
	spec_case_decode(&c, &a, "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: ''}, image: i}");
	assert_diag(&c.diags, 0, diag_E0204, "1:59", "`metadata.name` must not be empty");
}

TEST(an_integer_has_a_range)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "workers: 0\nslots: 4096\nretries: 1000\nnetwork: {port: 65535}\nrerun: 1000000000\n");
	assert_int_equal(c.spec.workers, 0);
	assert_int_equal(c.spec.slots, 4096);
	assert_int_equal(c.spec.port, 65535);
	spec_case_accept(&c, &a, "workers: 100000\nslots: 1\n");
	assert_refused("workers: -1\n", diag_E0204, "6:10", "`workers` must be between 0 and 100000");
	assert_refused("workers: 100001\n", diag_E0204, "6:10", "`workers` must be between 0 and 100000");
	assert_refused("slots: 0\n", diag_E0204, "6:8", "`slots` must be between 1 and 4096");
	assert_refused("network: {port: 65536}\n", diag_E0204, "6:17", "`network.port` must be between 1 and 65535");
	assert_refused("workers: \"4\"\n", diag_E0203, "6:10", "`workers` must be an integer, not a string");
	assert_refused("workers: 4.5\n", diag_E0203, "6:10", "`workers` must be an integer, not a number");
	assert_refused("workers: true\n", diag_E0203, "6:10", "`workers` must be an integer, not a boolean");
	assert_refused("workers: [4]\n", diag_E0203, "6:10", "`workers` must be an integer, not a list");
}

TEST(a_boolean_is_true_or_false)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "suspend: true\ndisruptionBudget: false\n");
	assert_true(c.spec.suspend);
	assert_false(c.spec.disruption_budget);
	assert_refused("suspend: \"true\"\n", diag_E0203, "6:10", "`suspend` must be true or false, not a string");
	assert_refused("suspend: 1\n", diag_E0203, "6:10", "`suspend` must be true or false, not an integer");
}

TEST(a_choice_is_one_of_its_words)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a,
			 "clean: None\ntarget: indexed\ngang: coscheduling\nnetwork: {fabric: auto, egress: "
			 "run}\nimagePullPolicy: Never\n");
	assert_int_equal(c.spec.clean, clean_none);
	assert_int_equal(c.spec.target, target_indexed);
	assert_int_equal(c.spec.gang, gang_coscheduling);
	assert_int_equal(c.spec.fabric, fabric_auto);
	assert_int_equal(c.spec.egress, egress_run);
	assert_int_equal(c.spec.pull_policy, 3);
	assert_refused("clean: none\n", diag_E0206, "6:8", "invalid `clean`: `none`");
	assert_help("clean: none\n", "did you mean `None`?");
	assert_help("clean: never\n", "one of `Running`, `All`, `None`");
	assert_refused("clean: ''\n", diag_E0206, "6:8", "invalid `clean`: ``");
	assert_refused("clean: 5\n", diag_E0203, "6:8", "`clean` must be a string, not an integer");
	/* The word that stands for "not set" cannot be written. */
	assert_refused("imagePullPolicy: ''\n", diag_E0206, "6:18", "invalid `imagePullPolicy`: ``");
	assert_help("imagePullPolicy: sometimes\n", "one of `Always`, `IfNotPresent`, `Never`");
}
