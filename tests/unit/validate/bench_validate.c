/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_validate FILE…: how many objects a second schema_check passes on this machine, and how many are read from their files and
 * passed; the files are manifests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "compiler/validate/schema_check.h"
#include "lib/base/io.h"
#include "lib/read/read.h"

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_file(struct arena *a, const char *path, struct diag_list *diags, struct document_list *out)
{
	struct document_list documents = {0};
	struct error err = {0};
	struct str text;

	if (io_files.read(io_files.payload, str_from(path), SOURCE_MAX_BYTES, a, &text, &err) < 0 ||
	    !read_documents(source_new(a, source_file, str_from(path), text), a, diags, &documents)) {
		fprintf(stderr, "%s: %s\n", path, err.message);
		exit(1);
	}
	for (uint32_t i = 0; i < documents.count; i++) {
		arena_grow(a, out->items, out->count, out->capacity);
		out->items[out->count++] = documents.items[i];
	}
}

static void check(const struct document_list *objects, struct diag_list *diags)
{
	const struct schema_target target = {.set = &schema_kubernetes, .version = 34};

	for (uint32_t i = 0; i < objects->count; i++)
		schema_check(&target, objects->items[i], PLACE_NONE, diags);
}

static void measure(struct arena *a, int argc, char **argv)
{
	struct document_list objects = {0};
	struct diag_list diags;
	unsigned long count = 0;
	double begin = seconds(), begin_checks, whole, checks;

	diag_list_init(&diags, a);
	for (int i = 1; i < argc; i++)
		read_file(a, argv[i], &diags, &objects);
	check(&objects, &diags);
	whole = seconds() - begin;
	begin_checks = seconds();
	do {
		check(&objects, &diags);
		count += objects.count;
		checks = seconds() - begin_checks;
	} while (checks < 1 && diags.count == 0 && objects.count);
	if (diags.count == 0)
		printf("%u objects: %.0f a second and core, %.0f with reading them\n", objects.count, (double)count / checks,
		       objects.count / whole);
	else
		fprintf(stderr, "the objects have mistakes: %.*s\n", STR_ARG(diags.items[0].message));
}

int main(int argc, char **argv)
{
	struct arena a = {0};
	jmp_buf oom;

	if (setjmp(oom))
		return 1;
	arena_init(&a, &oom);
	measure(&a, argc, argv);
	arena_release(&a);
	return 0;
}
