/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A shard is a run of inputs with a context, an arena and diagnostics of its
 * own, so shards share nothing that changes; they are joined in order. Only
 * what reads the inputs (struct io) and makes keys is called by several at once.
 */
#include "compiler/shards.h"

#include "lib/base/parallel.h"
#include "lib/base/scratch.h"

enum { shard_jobs_min = 64 };

struct shard {
	struct arena *arena; /* goes with the outer one, which may run out of memory first */
	struct job_context context;
	struct diag_list diags;
	struct compile_result result;
	struct error err;
	const struct job_input *inputs;
	uint32_t count;
	uint32_t *all_done;   /* of all shards */
	uint32_t total;       /* jobs of all shards */
	bool shows_progress;
	shard_step *step;
	int status;
};

static void show_progress(const struct shard *s, const struct compile_request *r, uint32_t done)
{
	if (s->shows_progress && r->progress)
		r->progress(r->progress_payload, done, s->total);
}

static int run_jobs(struct shard *s, struct job_context *c)
{
	struct arena *job = scratch_new(c->arena);

	for (uint32_t i = 0; i < s->count; i++) {
		if (s->step(c, &s->inputs[i], job) < 0)
			return -1;
		show_progress(s, c->request, __atomic_add_fetch(s->all_done, 1, __ATOMIC_RELAXED));
	}
	return 0;
}

/* The guard is this thread's; nothing is allocated in the arena once it has ended. */
static void run_shard(void *payload)
{
	struct shard *s = payload;
	jmp_buf oom;

	arena_init(s->arena, &oom);
	if (setjmp(oom)) {
		s->status = error_no_memory(&s->err);
	} else {
		diag_list_init(&s->diags, s->arena);
		file_set_init(&s->result.files, s->arena);
		job_context_init(&s->context, s->arena);
		s->status = run_jobs(s, &s->context);
	}
	s->arena->oom = NULL;
}

/* Sums over jobs, as quotas are, need one after the other. */
static bool may_split(const struct compile_request *request, const struct input_list *inputs)
{
	if (!request->io->shared)
		return false;
	for (uint32_t i = 0; i < inputs->count; i++)
		if (inputs->items[i].project->quotas)
			return false;
	return true;
}

static void take_files(struct job_context *c, const struct file_set *files)
{
	struct file_set *set = &c->result->files;

	for (uint32_t i = 0; i < files->count; i++) {
		arena_grow(set->arena, set->items, set->count, set->capacity);
		set->items[set->count++] = files->items[i];
	}
}

static void take_names(struct job_context *c, const struct job_names *names)
{
	for (uint32_t i = 0; i < names->count; i++) {
		arena_grow(c->arena, c->names.items, c->names.count, c->names.capacity);
		c->names.items[c->names.count++] = names->items[i];
	}
}

static int take(struct job_context *c, const struct shard *s)
{
	if (s->status < 0) {
		*c->err = s->err;
		return -1;
	}
	diag_list_append(c->diags, &s->diags);
	take_files(c, &s->result.files);
	take_names(c, &s->context.names);
	return 0;
}

static void prepare(struct job_context *c, struct shard *s)
{
	s->context = (struct job_context){.request = c->request, .templates = c->templates, .schemas = c->schemas,
					  .diags = &s->diags, .result = &s->result, .err = &s->err};
	s->arena = scratch_new(c->arena);
	s->arena->oom = NULL;
}

static int run_shards(struct job_context *c, const struct input_list *inputs, shard_step *step, uint32_t count)
{
	struct shard *shards = arena_array(c->arena, struct shard, count);
	uint32_t done = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t first = parallel_first(inputs->count, count, i);

		shards[i] = (struct shard){.inputs = inputs->items + first, .count = parallel_first(inputs->count, count, i + 1) - first,
					   .total = inputs->count, .all_done = &done, .shows_progress = i == 0, .step = step};
		prepare(c, &shards[i]);
	}
	parallel_run(shards, count, sizeof(*shards), run_shard);
	for (uint32_t i = 0; i < count; i++)
		if (take(c, &shards[i]) < 0)
			return -1;
	return 0;
}

int shards_run(struct job_context *c, const struct input_list *inputs, shard_step *step)
{
	uint32_t count = may_split(c->request, inputs) ? parallel_parts(inputs->count, shard_jobs_min) : 1, done = 0;
	struct shard all = {.inputs = inputs->items, .count = inputs->count, .total = inputs->count, .all_done = &done,
			    .shows_progress = true, .step = step};

	return count > 1 ? run_shards(c, inputs, step, count) : run_jobs(&all, c);
}
