/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/plan.h"

#include "tests/unit/commit/sandbox.h"

TEST(empty_branch_gets_all_files_as_additions)
{
	SANDBOX(s);
	add_two_jobs(&s);
	plan_ok(&s);
	assert_str(changes_text(&s), "A deploy/hpc/a/job.yaml\nA deploy/hpc/b/job.yaml");
	assert_str(s.result.changes[0].before, "");
	assert_str(s.result.changes[0].after, "a: 1\n");
	assert_str(s.result.branch, "main");
	assert_int_equal(s.result.commit.length, 0);
	assert_false(sh_succeeds(&s, "git -C repo rev-parse -q --verify main"));
	assert_str(sh(&s, "find repo/objects -type f"), "");
}

TEST(plan_tells_old_and_new_texts)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	clear_files(&s);
	add_file(&s, "hpc/b/job.yaml", "b: 2\n");
	add_file(&s, "hpc/c/job.yaml", "");
	plan_ok(&s);
	assert_str(changes_text(&s), "R deploy/hpc/a/job.yaml\nM deploy/hpc/b/job.yaml\nA deploy/hpc/c/job.yaml");
	assert_str(s.result.changes[0].before, "a: 1\n");
	assert_str(s.result.changes[0].after, "");
	assert_str(s.result.changes[1].before, "b: 1\n");
	assert_str(s.result.changes[1].after, "b: 2\n");
}

TEST(changes_are_sorted_by_whole_paths_however_files_come)
{
	SANDBOX(s);
	add_file(&s, "a/b", "1");
	add_file(&s, "a.b", "2");
	add_file(&s, "b", "3");
	add_file(&s, "a-b/c", "4");
	s.request.folder = STR_NONE;
	write_ok(&s);
	assert_str(changes_text(&s), "A a-b/c\nA a.b\nA a/b\nA b");
	plan_ok(&s);
	assert_int_equal(s.result.change_count, 0);
}

TEST(owned_file_deleted_by_hand_comes_back)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	commit_by_hand(&s, "git rm -q deploy/hpc/a/job.yaml");
	plan_ok(&s);
	assert_str(changes_text(&s), "A deploy/hpc/a/job.yaml");
}

TEST(owned_file_changed_by_hand_is_put_right)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	commit_by_hand(&s, "echo x >deploy/hpc/a/job.yaml");
	plan_ok(&s);
	assert_str(changes_text(&s), "M deploy/hpc/a/job.yaml");
	assert_str(s.result.changes[0].before, "x\n");
}

TEST(owned_file_that_became_a_link_is_put_right)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	commit_by_hand(&s, "ln -sf ../../../x deploy/hpc/a/job.yaml");
	write_ok(&s);
	assert_str(changes_text(&s), "M deploy/hpc/a/job.yaml");
	assert_str(sh(&s, "git -C repo ls-tree --format='%%(objectmode)' main deploy/hpc/a/job.yaml"), "100644");
}

TEST(executable_bit_of_an_owned_file_stays)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	commit_by_hand(&s, "chmod +x deploy/hpc/a/job.yaml");
	plan_ok(&s);
	assert_int_equal(s.result.change_count, 0);
	clear_files(&s);
	add_file(&s, "hpc/a/job.yaml", "a: 2\n");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo ls-tree --format='%%(objectmode)' main deploy/hpc/a/job.yaml"), "100755");
}

TEST(owned_file_that_is_gone_and_not_wished_is_no_change)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	commit_by_hand(&s, "git rm -qr deploy/hpc/a");
	clear_files(&s);
	add_file(&s, "hpc/b/job.yaml", "b: 1\n");
	plan_ok(&s);
	assert_int_equal(s.result.change_count, 0);
}

TEST(files_to_keep_are_written_once)
{
	SANDBOX(s);
	file_set_add(&s.files, STR("hpc/a/key.yaml"), STR("key: 1\n"), true);
	write_ok(&s);
	clear_files(&s);
	file_set_add(&s.files, STR("hpc/a/key.yaml"), STR("key: 2\n"), true);
	file_set_add(&s.files, STR("hpc/b/key.yaml"), STR("key: 3\n"), true);
	write_ok(&s);
	assert_str(changes_text(&s), "A deploy/hpc/b/key.yaml");
	assert_str(sh(&s, "git -C repo show main:deploy/hpc/a/key.yaml"), "key: 1");
	write_ok(&s);
	assert_int_equal(s.result.change_count, 0);
}

TEST(paths_with_unicode_and_blanks_are_written)
{
	SANDBOX(s);
	s.request.folder = STR("größe/ x");
	add_file(&s, "数据/a b.yaml", "1");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo show 'main:größe/ x/数据/a b.yaml'"), "1");
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
}

TEST(root_and_nested_folders_work)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.folder = STR_NONE;
	write_ok(&s);
	assert_str(sh(&s, "git -C repo ls-tree -r --name-only main"), ".mpicc-yaml.owned\nhpc/a/job.yaml\nhpc/b/job.yaml");
	s.request.folder = STR("clusters/east/deploy");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo ls-tree -r --name-only main clusters"),
		   "clusters/east/deploy/.mpicc-yaml.owned\nclusters/east/deploy/hpc/a/job.yaml\nclusters/east/deploy/hpc/b/"
		   "job.yaml");
}

TEST(garbled_ownership_file_is_an_error_and_nothing_is_written)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	commit_by_hand(&s, "echo ../../README.md >>deploy/.mpicc-yaml.owned");
	clear_files(&s);
	write_fails(&s, error_git, ".mpicc-yaml.owned, line 3: the path `../../README.md` has a component `.` or `..`");
	plan_fails(&s, "restore it from an earlier commit");
	commit_by_hand(&s, "rm deploy/.mpicc-yaml.owned && ln -s x deploy/.mpicc-yaml.owned");
	write_fails(&s, error_git, ".mpicc-yaml.owned is a symbolic link");
	commit_by_hand(&s, "rm deploy/.mpicc-yaml.owned && mkdir deploy/.mpicc-yaml.owned && touch deploy/.mpicc-yaml.owned/x");
	write_fails(&s, error_git, ".mpicc-yaml.owned is a folder");
}

TEST(ownership_file_names_what_was_written)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	assert_str(sh(&s, "git -C repo show main:deploy/.mpicc-yaml.owned"), "hpc/a/job.yaml\nhpc/b/job.yaml");
	s.request.command = STR("mpicc-yaml compile");
	clear_files(&s);
	add_file(&s, "z.yaml", "z");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo show main:deploy/.mpicc-yaml.owned"), "hydrator.metadata\nz.yaml");
	assert_str(sh(&s, "git -C repo ls-tree -r --name-only main"),
		   "deploy/.mpicc-yaml.owned\ndeploy/hydrator.metadata\ndeploy/z.yaml");
}

TEST(ownership_file_stays_when_the_last_manifest_goes)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	clear_files(&s);
	write_ok(&s);
	assert_str(changes_text(&s), "R deploy/hpc/a/job.yaml\nR deploy/hpc/b/job.yaml");
	assert_str(sh(&s, "git -C repo ls-tree -r --name-only main"), "deploy/.mpicc-yaml.owned");
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
}

TEST(nothing_into_an_empty_branch_is_nothing)
{
	SANDBOX(s);
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_false(sh_succeeds(&s, "git -C repo rev-parse -q --verify main"));
}

TEST(metadata_alone_is_no_reason_for_a_commit)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.origin.sha = STR("1111");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo show main:deploy/hydrator.metadata"), "{\n  \"drySha\": \"1111\"\n}");
	s.request.origin.sha = STR("2222");
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_int_equal(s.result.change_count, 0);
	add_file(&s, "hpc/c/job.yaml", "c");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo show main:deploy/hydrator.metadata"), "{\n  \"drySha\": \"2222\"\n}");
	assert_str(changes_text(&s), "A deploy/hpc/c/job.yaml");
}

TEST(large_and_empty_files_are_written)
{
	SANDBOX(s);
	enum { large = 3 << 20 };
	char *bytes = arena_alloc(&s.arena, large);
	uint32_t x = 1;

	for (int i = 0; i < large; i++)
		bytes[i] = (char)((x = x * 1664525 + 1013904223) >> 24);
	file_set_add(&s.files, STR("large"), (struct str){bytes, large}, false);
	add_file(&s, "empty", "");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo cat-file -s main:deploy/large"), "3145728");
	assert_str(sh(&s, "git -C repo cat-file -s main:deploy/empty"), "0");
	plan_ok(&s);
	assert_int_equal(s.result.change_count, 0);
}
