/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pipeline on one screen. Each line of compile_job is a folder:
 *
 *     read -> spec -> flavour -> lower -> hook -> validate, rules -> (identity) -> emit
 *
 * commit, the last stage, takes the files that leave here (compiler/cli).
 */
#include "compiler/compile.h"

#include "compiler/emit/emit.h"
#include "compiler/flavour/flavour.h"
#include "compiler/inputs.h"
#include "compiler/job.h"
#include "compiler/lower/identity.h"
#include "compiler/lower/lower.h"
#include "compiler/schemas.h"
#include "compiler/shards.h"
#include "compiler/validate/validate.h"

/* 1: the job has mistakes, which were reported; its files are left out. */
static int compile_job(struct job_context *c, const struct job_input *input, struct arena *a)
{
	struct spec spec;
	struct plan plan;
	struct key_secret *keys;
	struct object_list objects;
	struct flavour flavour;
	int status;

	if (!job_decode(c, input, a, &spec) || !job_flavour(c, &spec, a, &flavour))
		return 1;
	if (!job_check_pods(c, &spec, input->project))
		return 1;
	if (!flavour_plan(&flavour, &spec, input->project, a, c->diags, &plan))
		return 1;
	if ((status = job_keys(c, input->project, &spec, a, &keys)) != 0)
		return status;
	if (!lower(&plan, c->templates, keys, a, c->diags, &objects))
		return 1;
	if (!job_hooks(c, &plan, a, &objects))
		return 1;
	if (!job_validate(c, &plan, &objects) || !job_rules(c, &plan, &objects, a))
		return 1;
	return c->request->without_files ? 0 : job_emit(c, &spec, &objects, a);
}

/* The arena is the caller's: what setjmp's own frame holds would be lost by the jump. */
static int compile_guarded(struct job_context *c, const struct job_input *input, struct arena *a)
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom))
		return error_no_memory(c->err);
	return compile_job(c, input, a);
}

/* Each job has the arena to itself: what a job needs is gone before the next one. */
static int compile_one(struct job_context *c, const struct job_input *input, struct arena *a)
{
	uint32_t before = c->diags->count;
	int status = compile_guarded(c, input, a);

	job_label(c, before, input->document);
	arena_release(a);
	return status < 0 || c->scripts.failed ? -1 : 0;
}

int compile(const struct compile_request *request, struct arena *a, struct diag_list *diags, struct compile_result *out,
	    struct error *err)
{
	struct job_context c = {.request = request, .diags = diags, .result = out, .err = err};
	struct input_list inputs;

	*out = (struct compile_result){0};
	file_set_init(&out->files, a);
	job_context_init(&c, a);
	if (schemas_read(request, a, diags, &c.schemas, err) < 0 || inputs_read(request, a, diags, &inputs, err) < 0)
		return -1;
	if (shards_run(&c, &inputs, compile_one) < 0)
		return -1;
	job_names_check(&c.names, a, diags);
	out->jobs = inputs.count;
	if (inputs.count)
		out->project = *inputs.items[0].project;
	file_set_sort(&out->files);
	suppress(&inputs.texts, diags);
	diag_sort(diags);
	return 0;
}
