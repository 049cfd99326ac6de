/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/message.h"

#include <string.h>

#include "tests/support/test.h"

static struct commit_request request_of(const char *folder)
{
	return (struct commit_request){.folder = str_from(folder), .tool_version = STR("1.0")};
}

TEST(one_job_is_named_in_the_subject)
{
	TEST_ARENA(a);
	struct commit_request request = request_of("deploy");
	struct change changes[] = {{.path = STR("deploy/hpc/resnet/a.yaml")}, {.path = STR("deploy/hpc/resnet/b.yaml")}};
	struct str path[] = {STR("hpc/resnet/a.yaml")};
	struct owned none = {0}, some = {path, 1};

	assert_str(message_make(&a, &request, changes, 2, &none, &some), "mpicc-yaml: add hpc/resnet\n\nMpicc-Version: 1.0\n");
	assert_str(message_make(&a, &request, changes, 2, &some, &some), "mpicc-yaml: update hpc/resnet\n\nMpicc-Version: 1.0\n");
	assert_str(message_make(&a, &request, changes, 2, &some, &none), "mpicc-yaml: remove hpc/resnet\n\nMpicc-Version: 1.0\n");
}

TEST(several_jobs_are_counted_and_listed)
{
	TEST_ARENA(a);
	struct commit_request request = request_of("");
	struct change changes[] = {
		{.path = STR("n/a/x")}, {.path = STR("n/b/x")}, {.path = STR("n/c/x")}, {.path = STR("n/c/y")}};
	struct str before[] = {STR("n/b/x"), STR("n/c/x")}, after[] = {STR("n/a/x"), STR("n/b/x")};
	struct owned old = {before, 2}, new = {after, 2};

	assert_str(message_make(&a, &request, changes, 4, &old, &new),
		   "mpicc-yaml: 1 job added, 1 updated, 1 removed\n\nadd n/a\nupdate n/b\nremove n/c\n\nMpicc-Version: 1.0\n");
	assert_str(message_make(&a, &request, changes, 2, &old, &old),
		   "mpicc-yaml: 1 job updated, 1 removed\n\nremove n/a\nupdate n/b\n\nMpicc-Version: 1.0\n");
}

TEST(long_lists_are_cut)
{
	TEST_ARENA(a);
	struct commit_request request = request_of("");
	struct change changes[60] = {0};
	struct str paths[60], text;
	struct owned none = {0}, all = {paths, 60};

	for (int i = 0; i < 60; i++)
		paths[i] = changes[i].path = arena_format(&a, "n/%02d/x", i);
	text = message_make(&a, &request, changes, 60, &none, &all);
	assert_true(str_starts(text, "mpicc-yaml: 60 jobs added\n\nadd n/00\n"));
	assert_true(str_ends(text, "add n/49\n… and 10 more\n\nMpicc-Version: 1.0\n"));
	text = message_make(&a, &request, changes, 50, &none, &all);
	assert_true(str_ends(text, "add n/49\n\nMpicc-Version: 1.0\n"));
}

TEST(own_message_replaces_the_subject)
{
	TEST_ARENA(a);
	struct commit_request request = request_of("");
	struct change change = {.path = STR("n/a/x")};
	struct owned none = {0};

	request.message = STR("\n  Try four workers\n\nbecause.\n\n");
	assert_str(message_make(&a, &request, &change, 1, &none, &none),
		   "Try four workers\n\nbecause.\n\nremove n/a\n\nMpicc-Version: 1.0\n");
	request.message = STR(" \n ");
	assert_str(message_make(&a, &request, &change, 1, &none, &none), "mpicc-yaml: remove n/a\n\nMpicc-Version: 1.0\n");
}

TEST(source_is_a_trailer_and_says_when_it_was_dirty)
{
	TEST_ARENA(a);
	struct commit_request request = request_of("");
	struct change change = {.path = STR("x.yaml")};
	struct owned none = {0};

	request.origin.sha = STR("abc123");
	assert_str(message_make(&a, &request, &change, 1, &none, &none),
		   "mpicc-yaml: remove x.yaml\n\nMpicc-Source: abc123\nMpicc-Version: 1.0\n");
	request.origin.dirty = true;
	assert_str(message_make(&a, &request, &change, 1, &none, &none),
		   "mpicc-yaml: remove x.yaml\n\nMpicc-Source: abc123-dirty\nMpicc-Version: 1.0\n");
}
