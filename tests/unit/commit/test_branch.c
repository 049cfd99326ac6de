/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/branch.h"

#include "tests/unit/commit/sandbox.h"

TEST(empty_name_is_what_head_names)
{
	SANDBOX(s);
	add_two_jobs(&s);
	sh(&s, "git -C repo symbolic-ref HEAD refs/heads/env/prod");
	s.request.branch = STR_NONE;
	write_ok(&s);
	assert_str(s.result.branch, "env/prod");
	assert_str(sh(&s, "git -C repo for-each-ref --format='%%(refname)'"), "refs/heads/env/prod");
}

TEST(invalid_names_are_errors)
{
	SANDBOX(s);
	static const char *const names[] = {"a..b", "-x", "HEAD", "a b", "a.lock", "/a", "a/", "@{1}", "a~1"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		s.request.branch = str_from(names[i]);
		plan_fails(&s, "cannot be a branch's name");
	}
	s.request.branch = STR("a\0b");
	plan_fails(&s, "the branch's name has a NUL byte");
}

TEST(detached_head_names_no_branch)
{
	SANDBOX(s);
	commit_by_hand(&s, "echo x >x");
	sh(&s, "git -C repo update-ref --no-deref HEAD main");
	s.request.branch = STR_NONE;
	plan_fails(&s, "HEAD is detached");
}

TEST(symbolic_branch_is_an_error)
{
	SANDBOX(s);
	commit_by_hand(&s, "echo x >x");
	sh(&s, "git -C repo symbolic-ref refs/heads/alias refs/heads/main");
	s.request.branch = STR("alias");
	plan_fails(&s, "the branch `alias` only stands for another one, `refs/heads/main`");
}

TEST(name_under_another_branch_is_an_error)
{
	SANDBOX(s);
	commit_by_hand(&s, "echo x >x");
	add_two_jobs(&s);
	s.request.branch = STR("main/sub");
	write_fails(&s, error_git, "cannot move the branch `main/sub`");
}

TEST(checked_out_branch_is_refused)
{
	SANDBOX(s);
	add_two_jobs(&s);
	sh(&s, "git init -q normal");
	s.request.repository = arena_format(&s.arena, "%s/normal", s.folder);
	write_fails(&s, error_git, "the branch `main` is checked out");
	sh(&s, "cd normal && git commit -q --allow-empty -m x");
	write_fails(&s, error_git, "use a bare repository");
	assert_str(sh(&s, "git -C normal status --porcelain"), "");
}

TEST(other_branch_of_a_normal_repository_is_fine)
{
	SANDBOX(s);
	add_two_jobs(&s);
	sh(&s, "git init -q normal && cd normal && echo x >x && git add x && git commit -q -m x");
	s.request.repository = arena_format(&s.arena, "%s/normal", s.folder);
	s.request.branch = STR("deploy");
	write_ok(&s);
	assert_str(sh(&s, "git -C normal status --porcelain"), "");
	assert_str(sh(&s, "git -C normal ls-tree -r --name-only deploy"),
		   "deploy/.mpicc-yaml.owned\ndeploy/hpc/a/job.yaml\ndeploy/hpc/b/job.yaml");
	assert_str(sh(&s, "git -C normal reflog deploy --format='%%gs %%gn'"), "commit: mpicc-yaml Bot");
}

TEST(branch_checked_out_in_a_linked_work_tree_is_refused)
{
	SANDBOX(s);
	add_two_jobs(&s);
	commit_by_hand(&s, "echo x >x");
	sh(&s, "git -C repo worktree add -q ../linked main");
	write_fails(&s, error_git, "is checked out");
}

TEST(locked_branch_is_tried_again_and_then_given_up)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	add_file(&s, "c", "c");
	sh(&s, "touch repo/refs/heads/main.lock");
	write_fails(&s, error_moved,
		    "the branch `main` is locked by another program; if none is at work there, one was killed: delete ");
	assert_contains(str_from(s.err.message), "/repo/refs/heads/main.lock");
	sh(&s, "rm repo/refs/heads/main.lock");
	write_ok(&s);
}
