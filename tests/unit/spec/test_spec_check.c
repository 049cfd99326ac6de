/* SPDX-License-Identifier: Apache-2.0 */
/* Rules across fields: each one broken and just not broken; how long names may be. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/spec/spec_case.h"

static void check(struct spec_case *c, struct arena *a, const char *text)
{
	bool ok;

	spec_case_decode(c, a, text);
	assert_no_diags(&c->diags);
	ok = spec_check(&c->decoder, &c->spec);
	assert_int_equal(ok, c->diags.errors == 0);
	diag_sort(&c->diags);
}

#define PLAIN "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: resnet}\nimage: img\n"

static void pass(const char *lines)
{
	TEST_ARENA(a);
	struct spec_case c;

	check(&c, &a, arena_format(&a, JOB "%s", lines).data);
	assert_no_diags(&c.diags);
}

static void break_rule(const char *text, enum diag_code code, const char *at, const char *message, const char *help)
{
	TEST_ARENA(a);
	struct spec_case c;

	check(&c, &a, text);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, code, at, message);
	assert_str(c.diags.items[0].help, help);
}

TEST(a_plain_job_breaks_no_rule)
{
	pass("");
	pass("workers: 0\n");
	pass("workers: 100000\n");
}

TEST(a_job_runs_one_thing)
{
	break_rule(PLAIN, diag_E0402, "3:18", "the job has nothing to run",
		   "`run:` is the program that every rank runs, for example: run: python train.py");
	break_rule(JOB "launch: mpirun ./a\n", diag_E0403, "6:9", "`launch` replaces `run`, and the job has both",
		   "keep the one that is meant");
}

TEST(indexed_needs_pods_that_are_alike)
{
	static const char alike[] = "leave `launcher.resources`, `launcher.pod` and `worker.pod` out, or use target split";

	pass("target: indexed\nlauncher: {ranks: true}\n");
	pass("target: indexed\nworkers: 0\n");
	break_rule(JOB "target: indexed\n", diag_E0404, "6:9", "target indexed needs `launcher: {ranks: true}`",
		   "all pods of one Indexed Job are alike, so the one that launches hosts ranks as well");
	break_rule(JOB "target: indexed\nlauncher: {ranks: true, resources: {cpu: 1}}\n", diag_E0405, "6:9",
		   "target indexed needs one pod template for all pods", alike);
	break_rule(JOB "target: indexed\nlauncher: {ranks: true, pod: {}}\n", diag_E0405, "6:9",
		   "target indexed needs one pod template", alike);
	break_rule(JOB "target: indexed\nlauncher: {ranks: true}\nworker: {pod: {}}\n", diag_E0405, "6:9",
		   "target indexed needs one pod template", alike);
	break_rule(JOB "target: indexed\nlauncher: {ranks: true}\nclean: None\n", diag_E0406, "8:8",
		   "target indexed cannot leave workers running", "Kubernetes ends them: use target split");
}

TEST(ports_below_1024_are_roots)
{
	break_rule(JOB "network: {port: 22}\n", diag_E0407, "6:17", "a port below 1024 needs `user: root`",
		   "2222 works in every pod");
	break_rule(JOB "network: {port: 1023}\n", diag_E0407, "6:17", "a port below 1024 needs `user: root`",
		   "2222 works in every pod");
	pass("network: {port: 1024}\n");
	pass("network: {port: 22}\nuser: root\n");
}

TEST(queues_belong_to_schedulers_that_have_them)
{
	break_rule(JOB "queue: a\ngang: coscheduling\n", diag_E0408, "6:8", "coscheduling has no queues",
		   "use `gang: kueue` or `gang: volcano`");
	pass("gang: coscheduling\n");
	pass("queue: a\ngang: volcano\n");
	break_rule(JOB "queue: a\nsuspend: true\n", diag_E0409, "7:10", "Kueue owns `suspend` of the Jobs it queues",
		   "leave `suspend` out");
	break_rule(JOB "queue: a\ngang: kueue\nsuspend: true\n", diag_E0409, "8:10", "Kueue owns `suspend`",
		   "leave `suspend` out");
	pass("suspend: true\n");
	pass("queue: a\ngang: volcano\nsuspend: true\n");
	pass("queue: a\nsuspend: false\n");
}

TEST(kept_workers_are_worth_a_warning)
{
	TEST_ARENA(a);
	struct spec_case c;

	break_rule(JOB "clean: None\n", diag_W0401, "6:8", "with `clean: None` workers hold their resources",
		   "`clean: Running` ends them when the launcher has ended");
	check(&c, &a, JOB "clean: None\n");
	assert_int_equal(c.diags.errors, 0);
	pass("clean: None\nworkers: 0\n");
}

static const char *named(struct arena *a, const char *name, const char *lines)
{
	return arena_format(a, "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: %s}\nimage: img\nrun: ./a\n%s", name,
			    lines)
		.data;
}

TEST(names_begin_with_a_letter)
{
	TEST_ARENA(a);

	break_rule(named(&a, "0a", ""), diag_E0205, "3:18", "`0a` is not a valid name for a job",
		   "it names a Service as well, so it must begin with a letter");
}

TEST(the_runs_placeholder_is_no_part_of_a_name)
{
	static const char help[] = "it stands for the run's hash while manifests are made";
	TEST_ARENA(a);
	struct spec_case c;

	break_rule(named(&a, "a0mpicc0h", ""), diag_E0410, "3:18", "`0mpicc0h` cannot be part of a name", help);
	break_rule(named(&a, "a-0mpicc0h-b", ""), diag_E0410, "3:18", "`0mpicc0h` cannot be part of a name", help);
	check(&c, &a, named(&a, "a-0mpicc0-h", ""));
	assert_no_diags(&c.diags);
}

/* A name of `length` letters in a job with that many workers: how many characters it is too long, 0: accepted. */
static unsigned too_long(size_t length, int workers)
{
	TEST_ARENA(a);
	struct spec_case c;
	char name[64] = {0};
	unsigned excess = 0;

	memset(name, 'a', length);
	check(&c, &a, named(&a, name, arena_format(&a, "workers: %d\n", workers).data));
	if (c.diags.count == 0)
		return 0;
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, diag_E0401, "3:18", "the name is ");
	assert_int_equal(sscanf(c.diags.items[0].message.data, "the name is %u characters too long", &excess), 1);
	return excess;
}

TEST(host_names_have_63_characters_at_most)
{
	/* <name>-<8 characters>-launcher and <name>-<8 characters>-worker-<index>. */
	static const struct {
		int workers;
		size_t longest;
	} table[] = {{0, 45},	{1, 45},    {2, 45},	{10, 45},    {11, 44},	  {100, 44},
		     {101, 43}, {1000, 43}, {1001, 42}, {10001, 41}, {100000, 41}};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(too_long(table[i].longest, table[i].workers), 0);
		assert_int_equal(too_long(table[i].longest + 1, table[i].workers), 1);
		assert_int_equal(too_long(63, table[i].workers), 63 - table[i].longest);
	}
}

TEST(the_name_that_would_be_too_long_is_shown)
{
	TEST_ARENA(a);
	const char *name = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeee";

	break_rule(named(&a, name, ""), diag_E0401, "3:18", "the name is 1 characters too long",
		   arena_format(&a, "`%s-<8 characters>-launcher` would have 64, and host names have at most 63", name).data);
	break_rule(named(&a, name, "workers: 0\n"), diag_E0401, "3:18", "the name is 1 characters too long",
		   arena_format(&a, "`%s-<8 characters>-launcher` would have 64, and host names have at most 63", name).data);
}

TEST(all_broken_rules_are_reported)
{
	TEST_ARENA(a);
	struct spec_case c;

	check(&c, &a, PLAIN "target: indexed\nclean: None\nnetwork: {port: 1}\nqueue: a\nsuspend: true\n");
	assert_int_equal(c.diags.count, 5);
}
