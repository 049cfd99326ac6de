/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/commit_write.h"
#include "tests/unit/commit/sandbox.h"

static void add_far(struct sandbox *s)
{
	sh(s, "git init -q --bare far");
	s->request.push_remote = arena_format(&s->arena, "%s/far", s->folder);
	add_two_jobs(s);
}

static void commit_far(struct sandbox *s)
{
	sh(s, "rm -rf other && git clone -q far other && cd other && echo x >>theirs && git add -A && git commit -q -m theirs && "
	      "git push -q origin main");
}

static void sync_ok(struct sandbox *s)
{
	assert_int_equal(commit_sync(&s->request, &s->arena, &s->err), 0);
	assert_str(sh(s, "git -C repo rev-parse main"), sh(s, "git -C far rev-parse main").data);
	assert_str(sh(s, "git -C repo fsck --strict --no-dangling"), "");
}

TEST(branch_that_is_behind_follows)
{
	SANDBOX(s);
	add_far(&s);
	write_ok(&s);
	commit_far(&s);
	sync_ok(&s);
	sh(&s, "git -C repo update-ref -d refs/heads/main");
	sync_ok(&s);
}

TEST(own_commits_that_never_arrived_are_given_up_for_theirs)
{
	SANDBOX(s);
	struct str remote;

	add_far(&s);
	remote = s.request.push_remote;
	write_ok(&s);
	s.request.push_remote = STR_NONE;
	add_file(&s, "c", "c");
	write_ok(&s);
	commit_far(&s);
	s.request.push_remote = remote;
	sync_ok(&s);
}

TEST(branch_that_is_ahead_stays)
{
	SANDBOX(s);
	struct str tip;

	add_far(&s);
	write_ok(&s);
	commit_by_hand(&s, "echo y >mine");
	tip = sh(&s, "git -C repo rev-parse main");
	assert_int_equal(commit_sync(&s.request, &s.arena, &s.err), 0);
	assert_str(sh(&s, "git -C repo rev-parse main"), tip.data);
}

TEST(commits_of_others_are_never_given_up)
{
	SANDBOX(s);
	add_far(&s);
	write_ok(&s);
	commit_by_hand(&s, "echo y >mine");
	commit_far(&s);
	assert_int_equal(commit_sync(&s.request, &s.arena, &s.err), -1);
	assert_contains(str_from(s.err.message), "have gone apart");
}

TEST(branch_that_the_remote_has_not_stays)
{
	SANDBOX(s);
	add_far(&s);
	assert_int_equal(commit_sync(&s.request, &s.arena, &s.err), 0);
	assert_false(sh_succeeds(&s, "git -C repo rev-parse -q --verify main"));
	s.request.push_remote = arena_format(&s.arena, "%s/nowhere", s.folder);
	assert_int_equal(commit_sync(&s.request, &s.arena, &s.err), -1);
	assert_int_equal(s.err.code, error_remote);
}
