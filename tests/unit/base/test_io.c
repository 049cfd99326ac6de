/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/test.h"

/* A folder for one test; its files are removed by name, so that a mistake shows. */
static struct str folder_new(struct arena *a)
{
	const char *base = getenv("TMPDIR");
	struct str path = arena_format(a, "%s/mpicc-io-XXXXXX", base ? base : "/tmp");

	assert_non_null(mkdtemp((char *)(uintptr_t)path.data));
	return path;
}

static struct str inside(struct arena *a, struct str folder, const char *name)
{
	return path_join(a, folder, str_from(name));
}

static struct str contents(struct arena *a, struct str path)
{
	struct error err = {0};
	struct str text = STR_NONE;

	assert_int_equal(io_files.read(NULL, path, 1000, a, &text, &err), 0);
	return text;
}

static void assert_only(struct arena *a, struct str folder, const char *name)
{
	struct error err = {0};
	struct str *names;
	uint32_t count;

	assert_int_equal(io_files.list(NULL, folder, a, &names, &count, &err), 0);
	assert_int_equal(count, 1);
	assert_str(names[0], name);
}

TEST(io_reads_what_was_written)
{
	TEST_ARENA(a);
	struct str folder = folder_new(&a), path = inside(&a, folder, "file");
	struct stat st;

	assert_int_equal(file_write(path, STR("one\0two\n"), NULL), 0);
	assert_int_equal(contents(&a, path).length, 8);
	assert_memory_equal(contents(&a, path).data, "one\0two\n", 8);
	assert_int_equal(file_write(path, STR(""), NULL), 0);
	assert_str(contents(&a, path), "");
	assert_int_equal(stat(path.data, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_only(&a, folder, "file");
	unlink(path.data);
	assert_int_equal(rmdir(folder.data), 0);
}

TEST(io_makes_missing_folders)
{
	TEST_ARENA(a);
	struct str folder = folder_new(&a), path = inside(&a, folder, "x/y/file");

	assert_int_equal(file_write(path, STR("text"), NULL), 0);
	assert_str(contents(&a, path), "text");
	assert_int_equal(file_write(path, STR("again"), NULL), 0);
	assert_str(contents(&a, path), "again");
	unlink(path.data);
	rmdir(inside(&a, folder, "x/y").data);
	rmdir(inside(&a, folder, "x").data);
	assert_int_equal(rmdir(folder.data), 0);
}

TEST(io_a_failed_write_leaves_nothing_behind)
{
	TEST_ARENA(a);
	struct str folder = folder_new(&a), occupied = inside(&a, folder, "taken"), below = inside(&a, folder, "file/below");
	struct error err = {0};

	assert_int_equal(mkdir(occupied.data, 0755), 0);
	assert_int_equal(file_write(occupied, STR("text"), &err), -1); /* rename onto a folder */
	assert_int_equal(err.code, error_io);
	assert_only(&a, folder, "taken");
	rmdir(occupied.data);
	assert_int_equal(file_write(inside(&a, folder, "file"), STR("x"), NULL), 0);
	assert_int_equal(file_write(below, STR("text"), &err), -1); /* a file where a folder must be */
	assert_non_null(strstr(err.message, "file/below"));
	assert_only(&a, folder, "file");
	unlink(inside(&a, folder, "file").data);
	assert_int_equal(rmdir(folder.data), 0);
}

TEST(io_a_read_only_place_is_an_error)
{
	TEST_ARENA(a);
	struct error err = {0};
	struct str folder;

	assert_int_equal(file_write(STR("/proc/mpicc-no-such-place/file"), STR("x"), &err), -1);
	assert_non_null(strstr(err.message, "/proc/mpicc-no-such-place"));
	if (geteuid() == 0)
		return; /* permissions do not stop root */
	folder = folder_new(&a);
	chmod(folder.data, 0555);
	assert_int_equal(file_write(inside(&a, folder, "file"), STR("x"), &err), -1);
	assert_int_equal(err.code, error_io);
	chmod(folder.data, 0755);
	assert_int_equal(rmdir(folder.data), 0);
}

TEST(io_absent_files_and_folders_are_not_found)
{
	TEST_ARENA(a);
	struct error err = {0};
	struct str text, *names;
	uint32_t count;

	assert_int_equal(io_files.kind(NULL, STR("/no/such/file")), io_absent);
	assert_int_equal(io_files.read(NULL, STR("/no/such/file"), 10, &a, &text, &err), -1);
	assert_int_equal(err.code, error_not_found);
	assert_string_equal(err.message, "/no/such/file: No such file or directory");
	assert_int_equal(io_files.list(NULL, STR("/no/such"), &a, &names, &count, &err), -1);
	assert_int_equal(err.code, error_not_found);
}

TEST(io_kinds_of_paths)
{
	assert_int_equal(io_files.kind(NULL, STR("/")), io_folder);
	assert_int_equal(io_files.kind(NULL, STR("-")), io_file);
	assert_int_equal(io_files.kind(NULL, STR("a\0b")), io_absent);
}

TEST(io_a_folder_cannot_be_read_as_a_file)
{
	TEST_ARENA(a);
	struct error err = {0};
	struct str text;

	assert_int_equal(io_files.read(NULL, STR("/"), 10, &a, &text, &err), -1);
	assert_int_equal(err.code, error_io);
}

TEST(io_refuses_files_beyond_the_limit)
{
	TEST_ARENA(a);
	struct str folder = folder_new(&a), path = inside(&a, folder, "file"), text;
	struct error err = {0};

	assert_int_equal(file_write(path, STR("12345"), NULL), 0);
	assert_int_equal(io_files.read(NULL, path, 5, &a, &text, &err), 0);
	assert_int_equal(io_files.read(NULL, path, 4, &a, &text, &err), -1);
	assert_non_null(strstr(err.message, "larger than the limit of 4 bytes"));
	unlink(path.data);
	assert_int_equal(rmdir(folder.data), 0);
}

TEST(io_lists_names_sorted_bytewise)
{
	TEST_ARENA(a);
	static const char *const sorted[] = {"A", "a", "b10", "b9"};
	struct str folder = folder_new(&a), *names;
	struct error err = {0};
	uint32_t count;

	for (size_t i = 4; i > 0; i--)
		assert_int_equal(file_write(inside(&a, folder, sorted[i - 1]), STR(""), NULL), 0);
	assert_int_equal(io_files.list(NULL, folder, &a, &names, &count, &err), 0);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_str(names[i], sorted[i]);
		unlink(inside(&a, folder, sorted[i]).data);
	}
	assert_int_equal(rmdir(folder.data), 0);
}

TEST(io_paths_are_joined_and_taken_apart)
{
	TEST_ARENA(a);

	assert_str(path_folder(STR("a/b/c")), "a/b");
	assert_str(path_folder(STR("c")), ".");
	assert_str(path_folder(STR("/c")), "/");
	assert_str(path_name(STR("a/b")), "b");
	assert_str(path_name(STR("b")), "b");
	assert_str(path_join(&a, STR("a"), STR("b")), "a/b");
	assert_str(path_join(&a, STR("a/"), STR("b")), "a/b");
	assert_str(path_join(&a, STR("."), STR("b")), "b");
	assert_str(path_join(&a, STR(""), STR("b")), "b");
	assert_str(path_beside(&a, STR("x/job.yaml"), STR("./hook.lua")), "x/hook.lua");
	assert_str(path_beside(&a, STR("job.yaml"), STR("hook.lua")), "hook.lua");
	assert_str(path_beside(&a, STR("x/job.yaml"), STR("/hook.lua")), "/hook.lua");
	assert_str(path_beside(&a, STR("x/job.yaml"), STR("../hook.lua")), "x/../hook.lua");
}

TEST(what_lies_in_a_folder_is_found_through_links)
{
	TEST_ARENA(a);
	char template[] = "/tmp/mpicc-io-XXXXXX";
	struct str root = str_from(mkdtemp(template)), in = path_join(&a, root, STR("in"));
	struct str file = path_join(&a, in, STR("file")), out = path_join(&a, root, STR("in-out")), link = path_join(&a, in, STR("link"));
	struct error err;

	assert_int_equal(file_write(file, STR("x"), &err), 0);
	assert_int_equal(file_write(out, STR("x"), &err), 0);
	assert_int_equal(symlink("../in-out", link.data), 0);
	assert_true(io_files.is_link(NULL, link));
	assert_false(io_files.is_link(NULL, file));
	assert_false(io_files.inside(NULL, in, link));
	assert_false(io_files.inside(NULL, in, out));
	assert_false(io_files.inside(NULL, path_join(&a, root, STR("none")), file));
	assert_true(io_files.inside(NULL, root, link));
	assert_true(io_files.inside(NULL, in, path_join(&a, in, STR("../in/file"))));
	assert_true(io_files.inside(NULL, in, path_join(&a, in, STR("none"))));
	assert_true(io_files.inside(NULL, STR("/"), file));
	assert_int_equal(unlink(link.data) | unlink(file.data) | unlink(out.data) | rmdir(in.data) | rmdir(root.data), 0);
}
