/* SPDX-License-Identifier: Apache-2.0 */
/* The output folder: what is ours and what is not. */
#include "compiler/cli/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/io.h"
#include "tests/support/test.h"

struct place_on_disk {
	char path[32];
};

static struct place_on_disk make_place(void)
{
	struct place_on_disk place = {"/tmp/mpicc-folder.XXXXXX"};

	assert_non_null(mkdtemp(place.path));
	return place;
}

static void remove_place(struct place_on_disk *place)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", place->path);
	assert_int_equal(system(command), 0);
}
#define TEST_FOLDER(name) __attribute__((cleanup(remove_place))) struct place_on_disk name = make_place()

struct pair {
	const char *path, *text;
	bool keep;
};

static int write_pairs(struct arena *a, const char *folder, const struct pair *pairs, struct commit_result *out, struct error *err)
{
	struct file_set files;

	file_set_init(&files, a);
	for (; pairs->path; pairs++)
		file_set_add(&files, str_from(pairs->path), str_from(pairs->text), pairs->keep);
	file_set_sort(&files);
	return folder_write(str_from(folder), &files, a, out, err);
}

#define WRITE(...) write_pairs(&a, here.path, (const struct pair[]){__VA_ARGS__, {0}}, &result, &err)

static void assert_file(struct arena *a, const char *folder, const char *path, const char *expected)
{
	struct str text, whole = path_join(a, str_from(folder), str_from(path));
	struct error err;

	if (!expected) {
		assert_int_equal(io_files.kind(NULL, whole), io_absent);
		return;
	}
	assert_int_equal(io_files.read(NULL, whole, 10000, a, &text, &err), 0);
	assert_str(text, expected);
}

static void put_file(struct arena *a, const char *folder, const char *path, const char *text)
{
	struct error err;

	assert_int_equal(file_write(path_join(a, str_from(folder), str_from(path)), str_from(text), &err), 0);
}

TEST(files_are_written_and_listed)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct error err;

	assert_int_equal(WRITE({"ns/b/x.yaml", "x\n", false}, {"ns/a/y.yaml", "y\n", false}), 0);
	assert_int_equal(result.change_count, 2);
	assert_str(result.changes[0].path, "ns/a/y.yaml");
	assert_int_equal(result.changes[0].kind, change_added);
	assert_file(&a, here.path, "ns/a/y.yaml", "y\n");
	assert_file(&a, here.path, OWNED_FILE, "ns/a/y.yaml\nns/b/x.yaml\n");
}

TEST(the_same_again_changes_nothing)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct stat before, after;
	struct error err;
	struct str list = path_join(&a, str_from(here.path), STR(OWNED_FILE));

	assert_int_equal(WRITE({"a", "1", false}), 0);
	assert_int_equal(stat(list.data, &before), 0);
	assert_int_equal(WRITE({"a", "1", false}), 0);
	assert_int_equal(stat(list.data, &after), 0);
	assert_int_equal(result.change_count, 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

TEST(what_is_gone_from_the_input_goes_with_its_folders)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct error err;

	assert_int_equal(WRITE({"ns/a/1", "1", false}, {"ns/b/2", "2", false}), 0);
	put_file(&a, here.path, "ns/b/mine", "m");
	assert_int_equal(WRITE({"other/a/1", "1", false}), 0);
	assert_int_equal(result.change_count, 3);
	assert_file(&a, here.path, "ns/a", NULL);
	assert_file(&a, here.path, "ns/b/2", NULL);
	assert_file(&a, here.path, "ns/b/mine", "m");
	assert_file(&a, here.path, OWNED_FILE, "other/a/1\n");
}

TEST(a_file_of_somebody_else_is_not_touched)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct error err;

	put_file(&a, here.path, "ns/a/1", "mine");
	assert_int_equal(WRITE({"ns/a/0", "0", false}, {"ns/a/1", "1", false}), -1);
	assert_non_null(strstr(err.message, "ns/a/1: is there already and was not written by this tool"));
	assert_file(&a, here.path, "ns/a/1", "mine");
	assert_file(&a, here.path, "ns/a/0", NULL);
	assert_file(&a, here.path, OWNED_FILE, NULL);
}

TEST(files_written_once_are_kept_as_they_are)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct error err;

	assert_int_equal(WRITE({"key", "first", true}), 0);
	assert_int_equal(WRITE({"key", "second", true}), 0);
	assert_int_equal(result.change_count, 0);
	assert_file(&a, here.path, "key", "first");
}

TEST(an_owned_file_that_was_removed_comes_back)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct error err;

	assert_int_equal(WRITE({"a", "1", false}, {"b", "2", false}), 0);
	assert_int_equal(unlink(path_join(&a, str_from(here.path), STR("a")).data), 0);
	assert_int_equal(unlink(path_join(&a, str_from(here.path), STR("b")).data), 0);
	assert_int_equal(WRITE({"a", "1", false}), 0);
	assert_int_equal(result.change_count, 1);
	assert_int_equal(result.changes[0].kind, change_added);
	assert_file(&a, here.path, OWNED_FILE, "a\n");
}

TEST(a_list_with_paths_outside_is_refused)
{
	static const char *const lists[] = {"../victim\n", "/tmp/victim\n", "a/../../victim\n", "b\na\n", "no line end"};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		TEST_ARENA(a);
		TEST_FOLDER(here);
		struct commit_result result;
		struct error err;

		put_file(&a, here.path, OWNED_FILE, lists[i]);
		assert_int_equal(WRITE({"a", "1", false}), -1);
		assert_non_null(strstr(err.message, OWNED_FILE));
		assert_file(&a, here.path, "a", NULL);
	}
}

TEST(a_file_in_the_place_of_the_folder_is_told)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct error err;

	put_file(&a, here.path, "file", "x");
	strcat(here.path, "/file");
	assert_int_equal(WRITE({"a", "1", false}), -1);
	assert_non_null(strstr(err.message, "/file: not a folder"));
	here.path[strlen(here.path) - 5] = '\0';
}

TEST(a_plan_writes_nothing)
{
	TEST_ARENA(a);
	TEST_FOLDER(here);
	struct commit_result result;
	struct file_set files;
	struct error err;

	file_set_init(&files, &a);
	file_set_add(&files, STR("a"), STR("1"), false);
	assert_int_equal(folder_plan(str_from(here.path), &files, &a, &result, &err), 0);
	assert_int_equal(result.change_count, 1);
	assert_str(result.changes[0].after, "1");
	assert_file(&a, here.path, "a", NULL);
	assert_file(&a, here.path, OWNED_FILE, NULL);
}
