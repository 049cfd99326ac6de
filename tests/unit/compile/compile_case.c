/* SPDX-License-Identifier: Apache-2.0 */
/* Runs compile() over files in memory. */
#include "tests/unit/compile/compile_case.h"

void compile_case_init(struct compile_case *c, struct arena *a)
{
	*c = (struct compile_case){.arena = a};
	fake_io_init(&c->io);
	c->request = (struct compile_request){.io = &c->io.io, .inputs = c->inputs};
}

void compile_case_file(struct compile_case *c, const char *path, const char *text)
{
	fake_io_put(&c->io, path, str_from(text));
}

void compile_case_input(struct compile_case *c, const char *path)
{
	assert_true(c->request.input_count < sizeof(c->inputs) / sizeof(*c->inputs));
	c->inputs[c->request.input_count++] = str_from(path);
}

/* Inputs of these tests are short and strange; what rules advise about them is for the tests of rules. */
static void drop_advice(struct diag_list *diags)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < diags->count; i++)
		if (diags->items[i].code <= diag_W0901)
			diags->items[kept++] = diags->items[i];
	diags->count = kept;
}

void compile_case_run(struct compile_case *c)
{
	diag_list_init(&c->diags, c->arena);
	c->err = (struct error){0};
	c->status = compile(&c->request, c->arena, &c->diags, &c->result, &c->err);
	drop_advice(&c->diags);
	assert_true(c->status == 0 || c->status == -1);
	assert_int_equal(c->status < 0, c->err.code != error_none);
}

void compile_case_succeed(struct compile_case *c)
{
	compile_case_run(c);
	if (c->status < 0)
		fail_msg("%s", c->err.message);
	assert_no_diags(&c->diags);
}

void compile_case_refuse(struct compile_case *c, enum diag_code code, const char *at, const char *message)
{
	compile_case_run(c);
	assert_int_equal(c->status, 0);
	assert_diag(&c->diags, 0, code, at, message);
	assert_int_equal(c->diags.count, 1);
}

void compile_case_job(struct compile_case *c, struct arena *a, const char *text)
{
	compile_case_init(c, a);
	compile_case_file(c, "job.yaml", text);
	compile_case_input(c, "job.yaml");
}

struct str compile_case_paths(const struct compile_case *c)
{
	struct str out = STR("");

	for (uint32_t i = 0; i < c->result.files.count; i++)
		out = arena_format(c->arena, "%.*s%.*s\n", STR_ARG(out), STR_ARG(c->result.files.items[i].path));
	return out;
}

struct node *compile_case_object(const struct compile_case *c, const char *path)
{
	const struct file *file = file_set_find(&c->result.files, str_from(path));

	if (!file)
		fail_msg("there is no file %s", path);
	return test_read_as(c->arena, source_file, path, file->bytes);
}
