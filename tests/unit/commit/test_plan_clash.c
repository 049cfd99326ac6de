/* SPDX-License-Identifier: Apache-2.0 */
/* Files of other people in the way. */
#include "tests/unit/commit/sandbox.h"

TEST(file_of_somebody_else_is_not_overwritten)
{
	SANDBOX(s);
	commit_by_hand(&s, "mkdir -p deploy/hpc/a && echo mine >deploy/hpc/a/job.yaml");
	add_two_jobs(&s);
	write_fails(&s, error_git, "`deploy/hpc/a/job.yaml` is in the repository, but this tool did not write it; move it away");
	plan_fails(&s, "choose another path");
}

TEST(file_of_somebody_else_with_our_bytes_is_still_theirs)
{
	SANDBOX(s);
	commit_by_hand(
		&s,
		"mkdir -p deploy/hpc/a deploy/hpc/b && echo 'a: 1' >deploy/hpc/a/job.yaml && echo 'b: 1' >deploy/hpc/b/job.yaml");
	add_two_jobs(&s);
	write_fails(&s, error_git, "did not write it");
}

TEST(metadata_of_argos_own_hydrator_is_not_overwritten)
{
	SANDBOX(s);
	commit_by_hand(&s, "mkdir deploy && echo '{}' >deploy/hydrator.metadata");
	add_two_jobs(&s);
	s.request.command = STR("x");
	write_fails(&s, error_git, "`deploy/hydrator.metadata` is in the repository, but this tool did not write it");
}

TEST(link_and_submodule_of_somebody_else_are_not_overwritten)
{
	SANDBOX(s);
	commit_by_hand(&s, "mkdir -p deploy/hpc/a && ln -s x deploy/hpc/a/job.yaml");
	add_file(&s, "hpc/a/job.yaml", "x");
	write_fails(&s, error_git, "did not write it");
	commit_by_hand(&s, "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),deploy/sub && "
			   "git commit -qm sub && mkdir -p deploy/sub");
	clear_files(&s);
	add_file(&s, "sub", "x");
	write_fails(&s, error_git, "`deploy/sub` is a submodule");
	clear_files(&s);
	add_file(&s, "sub/x", "x");
	write_fails(&s, error_git, "there is a submodule `sub` that this tool did not write");
}

TEST(file_where_a_folder_is_needed_is_an_error)
{
	SANDBOX(s);
	commit_by_hand(&s, "mkdir deploy && echo x >deploy/hpc");
	add_two_jobs(&s);
	write_fails(&s, error_git, "`hpc/a/job.yaml` cannot be written: on the way to it there is a file `hpc`");
	commit_by_hand(&s, "rm -r deploy && echo x >deploy");
	write_fails(&s, error_git, "there is a file `deploy`");
}

TEST(folder_where_a_file_is_needed_is_an_error)
{
	SANDBOX(s);
	commit_by_hand(&s, "mkdir -p deploy/hpc/a/job.yaml && echo x >deploy/hpc/a/job.yaml/x");
	add_two_jobs(&s);
	write_fails(&s, error_git, "`deploy/hpc/a/job.yaml` is a folder with files that this tool did not write");
}

TEST(our_file_may_become_a_folder_and_back)
{
	SANDBOX(s);
	add_file(&s, "x", "1");
	add_file(&s, "x.y", "2");
	write_ok(&s);
	clear_files(&s);
	add_file(&s, "x/y", "3");
	add_file(&s, "x.y", "2");
	write_ok(&s);
	assert_str(changes_text(&s), "R deploy/x\nA deploy/x/y");
	assert_str(sh(&s, "git -C repo ls-tree -r --name-only main deploy"), "deploy/.mpicc-yaml.owned\ndeploy/x.y\ndeploy/x/y");
	clear_files(&s);
	add_file(&s, "x", "1");
	write_ok(&s);
	assert_str(changes_text(&s), "A deploy/x\nR deploy/x.y\nR deploy/x/y");
	assert_str(sh(&s, "git -C repo ls-tree -r --name-only main deploy"), "deploy/.mpicc-yaml.owned\ndeploy/x");
}

TEST(our_folder_with_a_foreign_file_does_not_become_a_file)
{
	SANDBOX(s);
	add_file(&s, "x/y", "1");
	write_ok(&s);
	commit_by_hand(&s, "echo x >deploy/x/foreign");
	clear_files(&s);
	add_file(&s, "x", "1");
	write_fails(&s, error_git, "`deploy/x` is a folder with files that this tool did not write");
}

TEST(our_file_that_became_somebodys_folder_is_left_alone)
{
	SANDBOX(s);
	add_file(&s, "x", "1");
	add_file(&s, "y", "1");
	write_ok(&s);
	commit_by_hand(&s, "rm deploy/x && mkdir deploy/x && echo 1 >deploy/x/theirs");
	clear_files(&s);
	add_file(&s, "y", "2");
	write_ok(&s);
	assert_str(changes_text(&s), "M deploy/y");
	assert_str(sh(&s, "git -C repo show main:deploy/x/theirs"), "1");
}

TEST(our_folder_that_became_somebodys_file_is_left_alone)
{
	SANDBOX(s);
	add_file(&s, "x/1", "1");
	add_file(&s, "y", "1");
	write_ok(&s);
	commit_by_hand(&s, "rm -r deploy/x && echo theirs >deploy/x");
	clear_files(&s);
	add_file(&s, "y", "1");
	write_ok(&s);
	assert_int_equal(s.result.change_count, 0);
	add_file(&s, "x/1", "1");
	write_fails(&s, error_git, "there is a file `x`");
}

TEST(contradicting_inputs_are_errors)
{
	SANDBOX(s);
	add_file(&s, "x", "1");
	add_file(&s, "x", "2");
	plan_fails(&s, "two files are to be written to `x`");
	clear_files(&s);
	add_file(&s, "x", "1");
	add_file(&s, "x.a", "1");
	add_file(&s, "x/y", "2");
	plan_fails(&s, "`deploy/x` is to be written, and so is a file in a folder of that name");
	clear_files(&s);
	add_file(&s, OWNED_FILE, "x\n");
	plan_fails(&s, "is kept for this tool's own use");
	clear_files(&s);
	add_file(&s, "a/../../x", "1");
	plan_fails(&s, "the path `a/../../x` of a manifest has a component");
}

TEST(bad_folders_are_errors)
{
	SANDBOX(s);
	s.request.folder = STR("../x");
	plan_fails(&s, "the path `../x` in the repository has a component");
	s.request.folder = STR("/x");
	plan_fails(&s, "begins with `/`");
	s.request.folder = STR("x/");
	plan_fails(&s, "has an empty component");
	s.request.folder = STR("x/.GIT");
	plan_fails(&s, "has a component `.git`");
	s.request.folder = STR("x\\y");
	plan_fails(&s, "has a backslash");
}

TEST(foreign_files_keep_bytes_modes_links_and_submodules)
{
	SANDBOX(s);
	struct str before;

	commit_by_hand(&s, "mkdir -p deploy/hpc/a other && echo x >deploy/hpc/a/run.sh && chmod +x deploy/hpc/a/run.sh && "
			   "ln -s run.sh deploy/hpc/a/link && echo y >deploy/hpc/zzz && echo z >other/z && "
			   "git add -A && git update-index --add --cacheinfo "
			   "160000,1111111111111111111111111111111111111111,deploy/hpc/sub && "
			   "git commit -qm sub && mkdir -p deploy/hpc/sub");
	before = sh(&s, "git -C repo ls-tree -r main");
	assert_contains(before, "160000 commit");
	add_two_jobs(&s);
	write_ok(&s);
	assert_str(sh(&s, "git -C repo ls-tree -r main | grep -v -e job.yaml -e owned"), before.data);
	clear_files(&s);
	write_ok(&s);
	assert_str(sh(&s, "git -C repo ls-tree -r main | grep -v owned"), before.data);
}
