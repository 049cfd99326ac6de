/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cli/watch.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/alloc.h"
#include "tests/support/test.h"

struct place {
	struct str folder, file;
};

static struct place make_place(struct arena *a, char *template)
{
	struct str folder = str_from(mkdtemp(template));
	struct error err;

	assert_int_equal(file_write(path_join(a, folder, STR("a")), STR("1"), &err), 0);
	return (struct place){folder, path_join(a, folder, STR("a"))};
}

static void remove_place(struct place p)
{
	unlink(p.file.data);
	assert_int_equal(rmdir(p.folder.data), 0);
}

TEST(what_was_read_and_what_was_missed_is_watched)
{
	char template[] = "/tmp/mpicc-watch-XXXXXX";
	TEST_ARENA(a);
	struct place p = make_place(&a, template);
	struct str missing = path_join(&a, p.folder, STR("b")), text, *names;
	struct error err;
	struct watch w;
	uint32_t count;
	struct io io;

	watch_init(&w, &io_files);
	io = watch_io(&w);
	assert_int_equal(io.kind(io.payload, p.file), io_file);
	assert_int_equal(io.read(io.payload, p.file, 10, &a, &text, &err), 0);
	assert_int_equal(w.count, 1);
	assert_false(watch_changed(&w));
	assert_int_equal(file_write(p.file, STR("12"), &err), 0);
	assert_true(watch_changed(&w));
	watch_clear(&w);
	assert_int_equal(io.kind(io.payload, missing), io_absent);
	assert_false(watch_changed(&w));
	assert_int_equal(file_write(missing, STR(""), &err), 0);
	assert_true(watch_changed(&w));
	watch_wait(&w);
	watch_clear(&w);
	assert_int_equal(io.list(io.payload, p.folder, &a, &names, &count, &err), 0);
	assert_int_equal(count, 2);
	unlink(missing.data);
	assert_true(watch_changed(&w));
	watch_clear(&w);
	remove_place(p);
}

TEST(without_memory_the_watch_says_so)
{
	struct watch w;
	struct io io;

	watch_init(&w, &io_files);
	io = watch_io(&w);
	mem_fail_after(0);
	assert_int_equal(io.kind(io.payload, STR("/")), io_folder);
	mem_fail_after(-1);
	assert_true(w.failed);
	assert_int_equal(w.count, 0);
	watch_clear(&w);
}
