/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/commit_write.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/commit/sandbox.h"

TEST(first_commit_of_an_empty_repository)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.origin.sha = STR("abc");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo rev-parse main"), s.result.commit.data);
	assert_str(s.result.branch, "main");
	assert_false(s.result.pushed);
	assert_str(sh(&s, "git -C repo log --format='%%B%%P' main"),
		   "mpicc-yaml: 2 jobs added\n\nadd hpc/a\nadd hpc/b\n\nMpicc-Source: abc\nMpicc-Version: 1.2.3");
	assert_str(sh(&s, "git -C repo log -1 --format='%%(trailers:key=Mpicc-Source,valueonly)' main"), "abc");
	assert_str(sh(&s, "git -C repo show main:deploy/hpc/a/job.yaml"), "a: 1");
}

TEST(one_pack_and_no_loose_object)
{
	SANDBOX(s);
	add_two_jobs(&s);
	add_file(&s, "hpc/c/same.yaml", "a: 1\n");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e count -e packs: -e in-pack -e ^garbage"),
		   "count: 0\nin-pack: 10\npacks: 1\ngarbage: 0");
	add_file(&s, "hpc/d/job.yaml", "d: 1\n");
	write_ok(&s);
	/* a blob, four trees and a commit; the rest is there */
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e count -e packs: -e in-pack"),
		   "count: 0\nin-pack: 17\npacks: 2");
}

TEST(second_write_of_the_same_makes_no_commit)
{
	SANDBOX(s);
	struct str tip;

	add_two_jobs(&s);
	write_ok(&s);
	tip = sh(&s, "git -C repo rev-parse main");
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_int_equal(s.result.change_count, 0);
	assert_str(sh(&s, "git -C repo rev-parse main"), tip.data);
	assert_str(sh(&s, "git -C repo count-objects -v | grep packs:"), "packs: 1");
}

TEST(changed_file_changes_nothing_else)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	clear_files(&s);
	add_file(&s, "hpc/a/job.yaml", "a: 2\n");
	add_file(&s, "hpc/b/job.yaml", "b: 1\n");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo diff --numstat main~ main"), "1\t1\tdeploy/hpc/a/job.yaml");
	assert_str(sh(&s, "git -C repo log -1 --format=%%s main"), "mpicc-yaml: update hpc/a");
}

TEST(job_that_is_gone_from_the_input_is_removed)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	clear_files(&s);
	add_file(&s, "hpc/b/job.yaml", "b: 1\n");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo diff --name-status main~ main"), "M\tdeploy/.mpicc-yaml.owned\nD\tdeploy/hpc/a/job.yaml");
	assert_str(sh(&s, "git -C repo log -1 --format=%%s main"), "mpicc-yaml: remove hpc/a");
}

TEST(going_back_to_old_bytes_uses_the_old_objects)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	add_file(&s, "c", "c");
	write_ok(&s);
	clear_files(&s);
	add_two_jobs(&s);
	write_ok(&s);
	assert_str(sh(&s, "git -C repo rev-parse main^{tree}"), sh(&s, "git -C repo rev-parse main~2^{tree}").data);
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e count -e in-pack"), "count: 0\nin-pack: 15");
}

TEST(what_is_no_repository_is_an_error)
{
	SANDBOX(s);
	sh(&s, "mkdir nothing");
	s.request.repository = arena_format(&s.arena, "%s/nothing", s.folder);
	plan_fails(&s, "/nothing` is not a git repository; make one with `git init --bare ");
	s.request.repository = arena_format(&s.arena, "%s/absent", s.folder);
	plan_fails(&s, "/absent` is not a git repository");
	s.request.repository = STR("a\0b");
	plan_fails(&s, "has a NUL byte");
}

TEST(repository_of_another_user_is_an_error_with_advice)
{
	SANDBOX(s);
	if (!sh_succeeds(&s, "chown -R 54321 repo")) {
		print_message("skipped: this user may not give files away\n");
		skip();
	}
	plan_fails(&s, "belongs to another user; if you trust it: git config --global --add safe.directory ");
	sh(&s, "chown -R $(id -u) repo");
}

TEST(damaged_repository_is_an_error)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	sh(&s, "cd repo && for p in objects/pack/*.pack; do git unpack-objects -q <$p; done; rm -f objects/pack/*; mkdir empty; "
	       "for p in $(git rev-list --objects main | cut -c1-40); do f=objects/$(echo $p | cut -c1-2)/$(echo $p | cut -c3-); "
	       "git cat-file -t $p | grep -q tree && rm -f $f; done; true");
	clear_files(&s);
	plan_fails(&s, "cannot read");
}

TEST(message_with_a_nul_is_an_error)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.message = STR("a\0b");
	write_fails(&s, error_git, "the message has a NUL byte");
}

/* Somebody else commits between our plan and our moving of the branch. */
struct rival {
	struct sandbox *sandbox;
	int times;
};

static void commit_first(void *payload)
{
	struct rival *rival = payload;

	if (rival->times-- > 0)
		commit_by_hand(rival->sandbox, "date +%N >theirs && echo x >>log");
}

static void write_against(struct sandbox *s, int times, int expected)
{
	struct rival rival = {s, times};
	struct commit_hooks hooks = {&rival, commit_first, NULL};

	assert_int_equal(commit_write(&s->request, &s->files, &hooks, &s->arena, &s->result, &s->err), expected);
}

TEST(moved_branch_is_committed_on_again)
{
	SANDBOX(s);
	commit_by_hand(&s, "echo x >x");
	add_two_jobs(&s);
	write_against(&s, 3, 0);
	assert_str(sh(&s, "git -C repo fsck --strict --no-dangling"), "");
	assert_str(sh(&s, "git -C repo log --format=%%s main"), "mpicc-yaml: 2 jobs added\nby hand\nby hand\nby hand\nby hand");
	assert_str(sh(&s, "git -C repo show main:log"), "x\nx\nx");
	assert_str(sh(&s, "git -C repo rev-parse main"), s.result.commit.data);
}

TEST(branch_born_in_between_is_committed_on)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_against(&s, 1, 0);
	assert_str(sh(&s, "git -C repo log --format=%%s main"), "mpicc-yaml: 2 jobs added\nby hand");
}

TEST(branch_that_never_rests_is_given_up)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_against(&s, 100, -1);
	assert_int_equal(s.err.code, error_moved);
	assert_contains(str_from(s.err.message), "the branch `main` moved 24 times");
}

static void delete_branch(void *payload)
{
	struct rival *rival = payload;

	if (rival->times-- > 0)
		sh(rival->sandbox, "git -C repo update-ref -d refs/heads/main");
}

TEST(branch_deleted_in_between_is_made_again)
{
	SANDBOX(s);
	struct rival rival = {&s, 1};
	struct commit_hooks hooks = {&rival, delete_branch, NULL};

	commit_by_hand(&s, "echo x >x");
	add_two_jobs(&s);
	assert_int_equal(commit_write(&s.request, &s.files, &hooks, &s.arena, &s.result, &s.err), 0);
	assert_str(sh(&s, "git -C repo log --format=%%s main"), "mpicc-yaml: 2 jobs added");
}

static _Noreturn void write_as_child(struct sandbox *s, int who, int times)
{
	for (int i = 0; i < times; i++) {
		s->request.folder = arena_format(&s->arena, "writer-%d", who);
		clear_files(s);
		file_set_add(&s->files, STR("ns/job/x"), arena_format(&s->arena, "%d", i), false);
		if (commit_write(&s->request, &s->files, NULL, &s->arena, &s->result, &s->err) < 0)
			_exit(1);
	}
	_exit(0);
}

TEST(concurrent_writers_all_land)
{
	SANDBOX(s);
	pid_t children[2];

	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			write_as_child(&s, i, 15);
	}
	for (int i = 0; i < 2; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_str(sh(&s, "git -C repo rev-list --count main"), "30");
	assert_str(sh(&s, "git -C repo show main:writer-0/ns/job/x main:writer-1/ns/job/x"), "1414");
	assert_str(sh(&s, "git -C repo fsck --strict --no-dangling"), "");
}

/* Permissions do not bind root, so a full file system stands for a read-only one. */
TEST(repository_that_cannot_be_written_is_an_error)
{
	SANDBOX(s);
	char *bytes = arena_alloc(&s.arena, 1 << 20);
	uint32_t x = 1;

	sh(&s, "mkdir disk");
	if (!sh_succeeds(&s, "mount -t tmpfs -o size=200k none disk")) {
		print_message("skipped: this user may not mount a file system\n");
		skip();
	}
	sh(&s, "git init -q --bare disk/repo");
	s.request.repository = arena_format(&s.arena, "%s/disk/repo", s.folder);
	add_two_jobs(&s);
	write_ok(&s);
	for (int i = 0; i < 1 << 20; i++)
		bytes[i] = (char)((x = x * 1664525 + 1013904223) >> 24);
	file_set_add(&s.files, STR("large"), (struct str){bytes, 1 << 20}, false);
	assert_int_equal(commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err), -1);
	assert_contains(str_from(s.err.message), "cannot write to the repository");
	assert_str(sh(&s, "git -C disk/repo fsck --strict --no-dangling && git -C disk/repo rev-list --count main"), "1");
	sh(&s, "umount -l disk");
}

TEST(write_that_was_planned_on_another_commit_is_refused)
{
	SANDBOX(s);
	struct str tip;

	add_two_jobs(&s);
	plan_ok(&s);
	assert_int_equal(s.result.parent.length, 0);
	write_ok(&s);
	plan_ok(&s);
	tip = sh(&s, "git -C repo rev-parse main");
	assert_str(s.result.parent, tip.data);
	s.request.parent = s.result.parent;
	clear_files(&s);
	add_file(&s, "hpc/c/job.yaml", "c: 1\n");
	commit_by_hand(&s, "git commit -q --allow-empty -m theirs");
	write_fails(&s, error_moved, "has moved meanwhile");
	plan_ok(&s);
	s.request.parent = s.result.parent;
	write_ok(&s);
	assert_int_equal(s.result.change_count, 3);
}
