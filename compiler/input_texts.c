/* SPDX-License-Identifier: Apache-2.0 */
/* Reading job files, some of them by each thread. */
#include "compiler/input_texts.h"

#include "lib/base/parallel.h"
#include "lib/base/scratch.h"

enum { part_files_min = 64 };

struct part {
	const struct io *io;
	struct input_text *texts;
	uint32_t count, read;
	struct arena *arena;
	struct error err;
	int status;
};

int input_source_read(const struct io *io, struct str path, enum source_kind kind, struct arena *a, struct diag_list *diags,
		      struct source **out, struct error *err)
{
	struct str text, name = str_is(path, "-") ? STR("<stdin>") : path;
	struct error why = {0};

	*out = NULL;
	if (io->read(io->payload, path, SOURCE_MAX_BYTES + 1, a, &text, &why) == 0) {
		*out = source_new(a, kind, name, text);
		return 0;
	}
	if (why.code == error_not_found) {
		diag_report(diags, diag_E0305, PLACE_NONE, "%s", why.message);
		return 0;
	}
	*err = why;
	return -1;
}

static int read_texts(struct part *p)
{
	for (; p->read < p->count; p->read++) {
		struct input_text *t = &p->texts[p->read];
		struct source *source;

		diag_list_init(&t->missing, p->arena);
		diag_list_init(&t->mistakes, p->arena);
		if (input_source_read(p->io, t->path, source_file, p->arena, &t->missing, &source, &p->err) < 0)
			return -1;
		t->source = source;
		t->right = source && read_documents(source, p->arena, &t->mistakes, &t->documents);
	}
	return 0;
}

/* The guard is this thread's; nothing is allocated in the arena once it has ended. */
static void read_part(void *payload)
{
	struct part *p = payload;
	jmp_buf oom;

	arena_init(p->arena, &oom);
	p->status = setjmp(oom) ? error_no_memory(&p->err) : read_texts(p);
	p->arena->oom = NULL;
}

int input_texts_read(const struct io *io, struct input_text *texts, uint32_t count, struct arena *a, uint32_t *out_read, struct error *err)
{
	uint32_t split = io->shared ? parallel_parts(count, part_files_min) : 1;
	struct part *parts = arena_array(a, struct part, split);

	*out_read = 0;
	if (count == 0)
		return 0;
	for (uint32_t i = 0; i < split; i++) {
		uint32_t first = parallel_first(count, split, i);

		parts[i] = (struct part){.io = io, .texts = texts + first, .count = parallel_first(count, split, i + 1) - first,
					 .arena = scratch_new(a)};
	}
	parallel_run(parts, split, sizeof(*parts), read_part);
	for (uint32_t i = 0; i < split; i++) {
		*out_read += parts[i].read;
		if (parts[i].status == 0)
			continue;
		*err = parts[i].err;
		return -1;
	}
	return 0;
}
