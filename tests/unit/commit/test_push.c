/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/push.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/commit/sandbox.h"

/* A second bare repository `far`, and the tests' own as its clone's stand-in. */
static void add_far(struct sandbox *s)
{
	sh(s, "git init -q --bare far");
	s->request.push_remote = arena_format(&s->arena, "%s/far", s->folder);
	add_two_jobs(s);
}

static void commit_far(struct sandbox *s)
{
	sh(s, "rm -rf other && git clone -q far other 2>/dev/null && cd other && { git checkout -q main 2>/dev/null || git "
	      "checkout -q -b main; } && "
	      "echo x >>theirs && git add -A && git commit -q -m theirs && git push -q origin main");
}

static void assert_same(struct sandbox *s)
{
	assert_str(sh(s, "git -C repo rev-parse main"), sh(s, "git -C far rev-parse main").data);
	assert_str(sh(s, "git -C far fsck --strict --no-dangling"), "");
}

TEST(branch_is_pushed_to_a_path)
{
	SANDBOX(s);
	add_far(&s);
	write_ok(&s);
	assert_true(s.result.pushed);
	assert_same(&s);
}

TEST(branch_is_pushed_to_urls_and_names)
{
	SANDBOX(s);
	add_far(&s);
	s.request.push_remote = arena_format(&s.arena, "file://%s/far", s.folder);
	write_ok(&s);
	assert_same(&s);
	sh(&s, "git -C repo remote add origin ../far");
	s.request.push_remote = STR("origin");
	add_file(&s, "c", "c");
	write_ok(&s);
	assert_true(s.result.pushed);
	assert_same(&s);
}

TEST(push_happens_without_a_change_too)
{
	SANDBOX(s);
	struct str remote;

	add_far(&s);
	remote = s.request.push_remote;
	s.request.push_remote = STR_NONE;
	write_ok(&s);
	assert_false(s.result.pushed);
	s.request.push_remote = remote;
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_true(s.result.pushed);
	assert_same(&s);
	write_ok(&s);
	assert_true(s.result.pushed);
}

TEST(push_of_nothing_is_nothing)
{
	SANDBOX(s);
	add_far(&s);
	clear_files(&s);
	write_ok(&s);
	assert_false(s.result.pushed);
}

TEST(commit_is_made_again_on_what_the_remote_has)
{
	SANDBOX(s);
	add_far(&s);
	write_ok(&s);
	commit_far(&s);
	add_file(&s, "c", "c");
	write_ok(&s);
	assert_true(s.result.pushed);
	assert_same(&s);
	assert_str(sh(&s, "git -C far log --format=%%s main"), "mpicc-yaml: add c\ntheirs\nmpicc-yaml: 2 jobs added");
	assert_str(sh(&s, "git -C far rev-parse main"), s.result.commit.data);
}

TEST(unborn_branch_goes_on_top_of_a_remote_that_has_one)
{
	SANDBOX(s);
	add_far(&s);
	commit_far(&s);
	write_ok(&s);
	assert_same(&s);
	assert_str(sh(&s, "git -C far log --format=%%s main"), "mpicc-yaml: 2 jobs added\ntheirs");
}

static void push_first(void *payload)
{
	struct sandbox *s = payload;

	if (s->result.branch.length++ < 3)
		commit_far(s);
}

TEST(remote_that_moves_while_we_push_is_followed)
{
	SANDBOX(s);
	struct commit_hooks hooks = {&s, NULL, push_first};
	struct commit_result result;

	add_far(&s);
	write_ok(&s);
	add_file(&s, "c", "c");
	s.result.branch.length = 0;
	assert_int_equal(commit_write(&s.request, &s.files, &hooks, &s.arena, &result, &s.err), 0);
	assert_same(&s);
	assert_str(sh(&s, "git -C far log --format=%%s main"),
		   "mpicc-yaml: add c\ntheirs\ntheirs\ntheirs\nmpicc-yaml: 2 jobs added");
}

TEST(own_commits_that_were_not_pushed_are_made_again)
{
	SANDBOX(s);
	struct str remote;

	add_far(&s);
	write_ok(&s);
	remote = s.request.push_remote;
	s.request.push_remote = STR_NONE;
	add_file(&s, "c", "c");
	write_ok(&s);
	commit_far(&s);
	s.request.push_remote = remote;
	write_ok(&s);
	assert_same(&s);
	assert_str(changes_text(&s), "A deploy/c");
	assert_str(sh(&s, "git -C far log --format=%%s main"), "mpicc-yaml: add c\ntheirs\nmpicc-yaml: 2 jobs added");
}

TEST(somebodys_commits_that_were_not_pushed_are_never_dropped)
{
	SANDBOX(s);
	add_far(&s);
	write_ok(&s);
	commit_by_hand(&s, "echo x >only-here");
	commit_far(&s);
	write_fails(&s, error_remote, "(by hand), which this tool did not make; merge or rebase it first");
}

TEST(remote_that_has_it_all_already_just_moves_the_branch)
{
	SANDBOX(s);
	add_far(&s);
	write_ok(&s);
	commit_far(&s);
	sh(&s, "git -C repo update-ref -d refs/heads/main");
	write_ok(&s);
	assert_same(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_int_equal(s.result.change_count, 0);
	assert_true(s.result.pushed);
}

TEST(hook_that_refuses_is_quoted)
{
	SANDBOX(s);
	add_far(&s);
	sh(&s, "printf '#!/bin/sh\\necho no manifests\\necho after noon >&2\\nexit 1\\n' >far/hooks/pre-receive && chmod +x "
	       "far/hooks/pre-receive");
	assert_int_equal(commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err), -1);
	assert_int_equal(s.err.code, error_remote);
	assert_contains(str_from(s.err.message), "refused `main`: pre-receive hook declined (it says: ");
	assert_contains(str_from(s.err.message), "no manifests");
	assert_contains(str_from(s.err.message), "after noon)");
	assert_false(sh_succeeds(&s, "git -C far rev-parse -q --verify main"));
}

TEST(hooks_of_a_local_remote_run)
{
	SANDBOX(s);
	add_far(&s);
	sh(&s, "printf '#!/bin/sh\\ncat >>../seen; env | grep ^GIT_INDEX_FILE= >>../seen; true\\n' >far/hooks/post-receive && "
	       "chmod +x far/hooks/post-receive");
	setenv("GIT_DIR", "/nonexistent", 1);
	setenv("GIT_INDEX_FILE", "/nonexistent", 1);
	assert_int_equal(commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err), 0);
	unsetenv("GIT_DIR");
	unsetenv("GIT_INDEX_FILE");
	assert_str(sh(&s, "cut -d' ' -f2- seen"), arena_format(&s.arena, "%s refs/heads/main", s.result.commit.data).data);
}

TEST(remote_that_is_none_is_an_error_that_says_what_is_done)
{
	SANDBOX(s);
	add_far(&s);
	sh(&s, "mkdir empty");
	s.request.push_remote = arena_format(&s.arena, "%s/empty", s.folder);
	assert_int_equal(commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err), -1);
	assert_int_equal(s.err.code, error_remote);
	assert_contains(str_from(s.err.message), "cannot push `main` to ");
	assert_contains(str_from(s.err.message), "does not appear to be a git repository");
	assert_contains(str_from(s.err.message), "is on the branch here, and the next run pushes it");
	assert_str(sh(&s, "git -C repo rev-list --count main"), "1");
	s.request.push_remote = STR("/nonexistent");
	write_fails(&s, error_remote, "cannot push `main` to `/nonexistent`");
}

TEST(passwords_in_addresses_are_not_shown)
{
	SANDBOX(s);
	add_far(&s);
	s.request.push_remote = STR("https://user:secret@127.0.0.1:1/x.git");
	assert_int_equal(commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err), -1);
	assert_int_equal(s.err.code, error_remote);
	assert_contains(str_from(s.err.message), "to `https://127.0.0.1:1/x.git`");
	assert_null(strstr(s.err.message, "secret"));
}

TEST(without_git_pushing_to_a_path_is_an_error)
{
	SANDBOX(s);
	char *path = strdup(getenv("PATH"));
	int failed;

	add_far(&s);
	setenv("PATH", "/nonexistent", 1);
	failed = commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err);
	setenv("PATH", path, 1);
	free(path);
	assert_int_equal(failed, -1);
	assert_contains(str_from(s.err.message), "git, which this needs, cannot be started");
}
