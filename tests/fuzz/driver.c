/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over files, without libFuzzer:
 *
 *     fuzz_read [--cut N] [--mutate N] [--ending .yaml] FILE|FOLDER…
 *
 * Folders are searched at all levels for files of that ending. With --cut every
 * file is run once more for every N bytes of it, cut off there; with --mutate
 * N times more with a few bytes changed, the same ones each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/io.h"
#include "tests/fuzz/fuzz.h"

struct driver {
	struct arena *arena;
	size_t cut;	    /* 0: whole files only */
	unsigned long mutations;
	uint64_t random; /* state of a xorshift generator */
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

static size_t below(struct driver *d, size_t limit)
{
	d->random ^= d->random << 13;
	d->random ^= d->random >> 7;
	d->random ^= d->random << 17;
	return limit ? (size_t)(d->random % limit) : 0;
}

/* What stands at a random place is changed, left out, doubled, or gets something put in front of it. */
static struct str mutated(struct driver *d, struct str bytes)
{
	static const char *const odd[] = {"{", "}", "[", "]", "- ", ": ", "\t", "\xFF", "&a ", "*a ", "<<: ", "\n---\n", "!!binary ", "|", "'",
					  "\"", "#", "\n ", "99999999999999999999", "~", "..", "/", "${x}", "\xEF\xBB\xBF", "%", "\r"};
	size_t at = below(d, bytes.length), length = below(d, 20), way = below(d, 4);
	struct str before = str_slice(bytes, 0, at), part = str_slice(bytes, at, at + length);
	struct str after = str_slice(bytes, at + part.length, bytes.length), between = STR_NONE;
	char one = (char)below(d, 256);

	if (way == 1)
		between = (struct str){&one, 1};
	else if (way == 2)
		between = arena_join(d->arena, part, part);
	else if (way == 3)
		between = arena_join(d->arena, str_from(odd[below(d, sizeof(odd) / sizeof(*odd))]), part);
	return arena_join(d->arena, arena_join(d->arena, before, between), after);
}

static void run_mutations(struct driver *d, struct str bytes)
{
	struct arena *outer = d->arena, a;
	jmp_buf oom;

	if (setjmp(oom))
		exit(1);
	d->arena = &a;
	for (unsigned long i = 0; i < d->mutations; i++) {
		struct str changed;

		arena_init(&a, &oom);
		changed = mutated(d, bytes);
		for (size_t more = below(d, 4); more; more--)
			changed = mutated(d, changed);
		run_bytes(d, changed);
		arena_release(&a);
	}
	d->arena = outer;
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
	run_mutations(d, bytes);
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
		else if (strcmp(argv[i], "--mutate") == 0 && i + 1 < argc)
			d->mutations = strtoul(argv[++i], NULL, 10);
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
	struct driver d = {.random = 88172645463325252u, .ending = ""};
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
