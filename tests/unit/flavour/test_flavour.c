/* SPDX-License-Identifier: Apache-2.0 */
/* What a flavour may return, and what is said about anything else. */
#include "tests/unit/flavour/flavour_case.h"

/* A flavour whose `plan` returns the Lua expression. */
static void plan_returns(struct flavour_case *c, struct arena *a, const char *expression)
{
	struct str lua = arena_format(a, "return { plan = function(job) return %s end }\n", expression);

	flavour_case_lua(c, a, lua.data);
}

static void assert_invalid(const char *expression, const char *message)
{
	TEST_ARENA(a);
	struct flavour_case c;

	plan_returns(&c, &a, expression);
	assert_false(c.ok);
	assert_str(flavour_case_message(&c, diag_E0551), message);
}

TEST(a_whole_result_is_taken)
{
	TEST_ARENA(a);
	struct flavour_case c;

	plan_returns(&c, &a, "{hostfile = 'h\\n', env = {B = '2', A = '1'}, launch = {'x', 'y z'}, files = {['f.sh'] = 'text'}}");
	assert_true(c.ok);
	assert_str(c.plan.launch.hostfile, "h\n");
	assert_str(node_text(node_get(c.plan.launch.env, "A")), "1");
	assert_int_equal(c.plan.launch.command->item_count, 2);
	assert_str(c.plan.launch.command->items[1]->text, "y z");
	assert_str(node_text(node_get(c.plan.launch.files, "f.sh")), "text");
}

TEST(env_and_files_may_be_left_out_or_empty)
{
	TEST_ARENA(a);
	struct flavour_case c;

	plan_returns(&c, &a, "{hostfile = '', launch = {'x'}}");
	assert_true(c.ok);
	assert_int_equal(c.plan.launch.env->member_count, 0);
	plan_returns(&c, &a, "{hostfile = '', launch = {'x'}, env = {}, files = {}}");
	assert_true(c.ok);
	assert_int_equal(c.plan.launch.files->member_count, 0);
	assert_int_equal(c.plan.launch.env->kind, node_map);
}

TEST(a_result_that_is_no_table)
{
	assert_invalid("7", "the flavour's `plan` must be a function that returns a table");
	assert_invalid("'text'", "the flavour's `plan` must be a function that returns a table");
	assert_invalid("array{'a'}", "the flavour's `plan` must be a function that returns a table");
}

TEST(a_host_file_that_is_no_string)
{
	assert_invalid("{launch = {'x'}}", "the flavour's `hostfile` must be a string");
	assert_invalid("{hostfile = 7, launch = {'x'}}", "the flavour's `hostfile` must be a string");
	assert_invalid("{hostfile = {'a'}, launch = {'x'}}", "the flavour's `hostfile` must be a string");
}

TEST(a_launch_command_that_is_no_list_of_strings)
{
	assert_invalid("{hostfile = '', launch = 'mpirun x'}", "the flavour's `launch` must be a list of strings");
	assert_invalid("{hostfile = '', launch = {}}", "the flavour's `launch` must be a list of strings");
	assert_invalid("{hostfile = '', launch = {'-n', 4}}", "the flavour's `launch` must be a list of strings");
	assert_invalid("{hostfile = '', launch = {a = 'x'}}", "the flavour's `launch` must be a list of strings");
}

TEST(an_environment_that_is_no_table_of_strings)
{
	assert_invalid("{hostfile = '', launch = {'x'}, env = 'A=1'}", "the flavour's `env` must be a table of names and strings");
	assert_invalid("{hostfile = '', launch = {'x'}, env = {A = 1}}", "the flavour's `env` must be a table of names and strings");
	assert_invalid("{hostfile = '', launch = {'x'}, env = {'A=1'}}", "the flavour's `env` must be a table of names and strings");
}

TEST(files_that_are_no_table_of_strings)
{
	assert_invalid("{hostfile = '', launch = {'x'}, files = {f = true}}", "the flavour's `files` must be a table of names and strings");
}

TEST(a_field_that_a_result_does_not_have)
{
	assert_invalid("{hostfile = '', launch = {'x'}, enviroment = {}}",
		       "the flavour's `enviroment` must be left out: it is none of hostfile, env, launch and files");
}

TEST(no_launch_command_and_none_in_the_job)
{
	assert_invalid("{hostfile = ''}", "the flavour's `launch` must be there: the job has no `launch` of its own");
}

TEST(the_place_is_the_flavour_and_the_label_the_job)
{
	TEST_ARENA(a);
	struct flavour_case c;

	plan_returns(&c, &a, "7");
	assert_int_equal(c.diags.count, 1);
	assert_str(c.diags.items[0].at.source->name, "ours.lua");
	assert_int_equal(c.diags.items[0].label_count, 1);
	assert_str(c.diags.items[0].labels[0].at.source->name, "job.yaml");
}

TEST(the_jobs_own_launch_command_wins)
{
	TEST_ARENA(a);
	struct flavour_case c;
	struct str job = STR("apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: i\nlaunch: [mpirun, -v, ./pi]\n");

	flavour_case_run(&c, &a, job, STR_NONE, STR("return { plan = function() return { hostfile = 'h' } end }"), STR_NONE);
	assert_true(c.ok);
	assert_int_equal(c.plan.launch.command->item_count, 3);
	assert_str(c.plan.launch.command->items[1]->text, "-v");
	assert_str(c.plan.launch.hostfile, "h");
}

TEST(a_flavour_without_plan)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_lua(&c, &a, "return { name = 'x' }");
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0505);
}

TEST(a_flavour_that_goes_over_its_budget)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_lua(&c, &a, "return { plan = function() while true do end end }");
	assert_false(c.ok);
	assert_int_equal(c.diags.items[0].code, diag_E0502);
}
