/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/commit_path.h"
#include "tests/support/test.h"

static void assert_fault(struct str path, const char *expected)
{
	assert_str(str_from(commit_path_fault(path)), expected ? expected : "");
}

TEST(paths_of_manifests_are_fine)
{
	assert_null(commit_path_fault(STR("a")));
	assert_null(commit_path_fault(STR("hpc/resnet/launcher-job.yaml")));
	assert_null(commit_path_fault(STR("größe/数据.yaml")));
	assert_null(commit_path_fault(STR(".gitignore")));
	assert_null(commit_path_fault(STR("a.git")));
	assert_null(commit_path_fault(STR("...")));
}

TEST(paths_out_of_the_repository_are_refused)
{
	assert_fault(STR(""), "is empty");
	assert_fault(STR("/etc/passwd"), "begins with `/`");
	assert_fault(STR("a/../b"), "has a component `.` or `..`");
	assert_fault(STR(".."), "has a component `.` or `..`");
	assert_fault(STR("./a"), "has a component `.` or `..`");
}

TEST(git_folders_are_refused_in_every_disguise)
{
	static const char *const paths[] = {".git",    ".GIT/config",	   "a/.Git/hooks",    "GIT~1",
					    "git~1/x", ".g\xE2\x80\x8Cit", "\xEF\xBB\xBF.git"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		assert_fault(str_from(paths[i]), "has a component `.git`");
}

TEST(empty_components_are_refused)
{
	assert_fault(STR("a//b"), "has an empty component");
	assert_fault(STR("a/"), "has an empty component");
}

TEST(bytes_that_break_lists_and_file_systems_are_refused)
{
	assert_fault(STR("a\\b"), "has a backslash");
	assert_fault(STR("a\0b"), "has a control character");
	assert_fault(STR("a\nb"), "has a control character");
	assert_fault(STR("a\x7f"), "has a control character");
}

TEST(long_paths_are_refused_at_the_limit)
{
	static char long_path[commit_path_max + 2];

	for (int i = 0; i < commit_path_max + 1; i++)
		long_path[i] = i % 100 == 99 ? '/' : 'x';
	assert_null(commit_path_fault((struct str){long_path, commit_path_max}));
	assert_fault((struct str){long_path, commit_path_max + 1}, "is longer than 4096 bytes");
	for (int i = 0; i < 256; i++)
		long_path[i] = 'x';
	assert_null(commit_path_fault((struct str){long_path, 255}));
	assert_fault((struct str){long_path, 256}, "has a component longer than 255 bytes");
}
