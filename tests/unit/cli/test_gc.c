/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cli/gc.h"

#include <string.h>

#include "tests/support/test.h"

#define MANIFEST(namespace, job, run)                                                                                            \
	STR("metadata:\n  namespace: " namespace "\n  labels:\n    mpicc.dev/job: " job "\n    mpicc.dev/run: " run "\n")

static struct cluster_finished finished(const char *namespace, const char *job, const char *run)
{
	struct cluster_finished f = {.namespace = str_from(namespace), .job = str_from(job)};

	strcpy(f.run.run, run);
	return f;
}

static const struct change files[] = {
	{change_removed, STR("prod/hpc/a/config.yaml"), STR("kind: ConfigMap\n"), {NULL, 0}, NULL},
	{change_removed, STR("prod/hpc/a/job.yaml"), MANIFEST("hpc", "a", "aaaa1111"), {NULL, 0}, NULL},
	{change_removed, STR("prod/hpc/b/job.yaml"), MANIFEST("hpc", "b", "bbbb1111"), {NULL, 0}, NULL},
	{change_removed, STR("prod/hpc/broken/job.yaml"), STR("{"), {NULL, 0}, NULL},
	{change_removed, STR("prod/hpc/c/readme"), MANIFEST("hpc", "c", "aaaa1111"), {NULL, 0}, NULL},
	{change_removed, STR("prod/other/a/job.yaml"), MANIFEST("other", "a", "aaaa1111"), {NULL, 0}, NULL},
};
enum { file_count = sizeof(files) / sizeof(*files) };

TEST(gc_folders_read_knows_folders_by_their_labels)
{
	struct gc_folder_list folders;
	TEST_ARENA(a);

	gc_folders_read(files, file_count, &a, &folders);
	assert_int_equal(folders.count, 5);
	assert_str(folders.items[0].path, "prod/hpc/a");
	assert_str(folders.items[0].namespace, "hpc");
	assert_str(folders.items[0].job, "a");
	assert_str(folders.items[0].run, "aaaa1111");
	assert_int_equal(folders.items[2].run.length, 0);
	assert_int_equal(folders.items[3].run.length, 0);
	gc_folders_read(files, 0, &a, &folders);
	assert_int_equal(folders.count, 0);
}

TEST(gc_folders_judge_wants_the_same_run_of_the_same_job)
{
	struct cluster_finished rows[] = {finished("x", "a", "aaaa1111"), finished("hpc", "b", "aaaa1111"),
					  finished("hpc", "a", "bbbb1111")};
	struct cluster_finished right[] = {finished("zoo", "a", "aaaa1111"), finished("hpc", "a", "aaaa1111"),
					   finished("hpc", "a", "oldr1111")};
	const struct cluster_finished_list others = {rows, 3, 3}, list = {right, 3, 3}, none = {NULL, 0, 0};
	struct gc_folder_list folders;
	TEST_ARENA(a);

	gc_folders_read(files, file_count, &a, &folders);
	assert_int_equal(gc_folders_judge(&folders, &others), 0);
	assert_int_equal(gc_folders_judge(&folders, &none), 0);
	assert_int_equal(gc_folders_judge(&folders, &list), 1);
	assert_non_null(folders.items[0].end);
	assert_null(folders.items[4].end);
}

TEST(gc_files_kept_leaves_all_that_has_not_finished)
{
	struct cluster_finished rows[] = {finished("hpc", "a", "aaaa1111"), finished("other", "a", "aaaa1111")};
	const struct cluster_finished_list list = {rows, 2, 2};
	struct gc_folder_list folders;
	struct file_set kept;
	TEST_ARENA(a);

	gc_folders_read(files, file_count, &a, &folders);
	assert_int_equal(gc_folders_judge(&folders, &list), 2);
	file_set_init(&kept, &a);
	gc_files_kept(files, file_count, &folders, STR("prod"), &kept);
	assert_int_equal(kept.count, 3);
	assert_str(kept.items[0].path, "hpc/b/job.yaml");
	assert_str(kept.items[1].path, "hpc/broken/job.yaml");
	assert_str(kept.items[2].path, "hpc/c/readme");
	assert_true(kept.items[0].keep_existing);
	file_set_init(&kept, &a);
	gc_files_kept(files, file_count, &folders, STR_NONE, &kept);
	assert_str(kept.items[0].path, "prod/hpc/b/job.yaml");
}
