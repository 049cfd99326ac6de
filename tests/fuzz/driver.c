/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over files, without libFuzzer:
 *
 *     fuzz_read [--cut N] [--ending .yaml] FILE|FOLDER…
 *
 * Folders are searched at all levels for files of that ending. With --cut every
 * file is run once more for every N bytes of it, cut off there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/io.h"
#include "tests/fuzz/fuzz.h"

struct driver {
	struct arena *arena;
	size_t cut;	    /* 0: whole files only */
	const char *ending; /* "": any */
	unsigned long files, runs;
};

static void run_bytes(struct driver *d, struct str bytes)
{
	/* A copy of the exact size, so that the sanitizer sees a read beyond it. */
	uint8_t *copy = malloc(bytes.length ? bytes.length : 1);

	if (!copy)
		exit(1);
	if (bytes.length)
		memcpy(copy, bytes.data, bytes.length);
	LLVMFuzzerTestOneInput(copy, bytes.length);
	free(copy);
	d->runs++;
}

static int run_file(struct driver *d, struct str path)
{
	struct error err = {0};
	struct str bytes;

	if (io_files.read(NULL, path, 1 << 24, d->arena, &bytes, &err) < 0)
		return fprintf(stderr, "%s\n", err.message), -1;
	run_bytes(d, bytes);
	for (size_t length = 0; d->cut && length < bytes.length; length += d->cut)
		run_bytes(d, str_slice(bytes, 0, length));
	d->files++;
	return 0;
}

static int run_path(struct driver *d, struct str path, bool named)
{
	struct error err = {0};
	struct str *names;
	uint32_t count;

	if (io_files.kind(NULL, path) != io_folder)
		return named || str_ends(path, d->ending) ? run_file(d, path) : 0;
	if (io_files.list(NULL, path, d->arena, &names, &count, &err) < 0)
		return fprintf(stderr, "%s\n", err.message), -1;
	for (uint32_t i = 0; i < count; i++)
		if (run_path(d, path_join(d->arena, path, names[i]), false) < 0)
			return -1;
	return 0;
}

static int run_arguments(struct driver *d, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--cut") == 0 && i + 1 < argc)
			d->cut = strtoul(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--ending") == 0 && i + 1 < argc)
			d->ending = argv[++i];
		else if (run_path(d, str_from(argv[i]), true) < 0)
			return 1;
	}
	printf("%lu files, %lu runs\n", d->files, d->runs);
	return d->files ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct driver d = {.ending = ""};
	struct arena a;
	jmp_buf oom;
	int status;

	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	arena_init(&a, &oom);
	if (setjmp(oom))
		return 1;
	d.arena = &a;
	status = run_arguments(&d, argc, argv);
	arena_release(&a);
	return status;
}
