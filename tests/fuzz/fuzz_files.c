/* SPDX-License-Identifier: Apache-2.0 */
/* Compiles files in memory, and looks at what comes out. */
#include "tests/fuzz/fuzz_files.h"

#include <string.h>

#include "compiler/compile.h"
#include "lib/contract/names.h"
#include "tests/support/fake_io.h"

/* Time does not end anything, or a slow machine would find what is none. */
static const char project[] = "budget: {instructions: 100000, memory: 16, milliseconds: 600000}\nhooks: []\n";

static const char flavour[] =
	"return {options = {x = '', verbose = ''}, plan = function(job)\n"
	"  return {hostfile = job.hosts[1].name .. '\\n', env = {A = job.name}, launch = {'run', table.unpack(job.run)}}\n"
	"end}\n";

static const char hook[] =
	"return function(objects, job)\n"
	"  for _, o in ipairs(objects) do o.metadata.annotations = {seen = tostring(job.workers)} end\n"
	"  objects[#objects + 1] = {apiVersion = 'v1', kind = 'ConfigMap', metadata = {name = job.name .. '-more'}}\n"
	"end\n";

/* Inputs with many workers are fine, but 100000 host names for each of them find nothing new. */
static bool too_much(struct str job)
{
	for (; job.length >= 5; job = str_slice(job, 1, job.length)) {
		size_t digits = 0;

		while (digits < job.length && job.data[digits] >= '0' && job.data[digits] <= '9')
			digits++;
		if (digits == 5 || digits == 6)
			return true;
		if (digits)
			job = str_slice(job, digits - 1, job.length);
	}
	return false;
}

static void compile_once(const struct fake_io *io, struct arena *a, struct diag_list *diags, struct compile_result *out)
{
	static const struct str inputs[] = {{"job.yaml", 8}};
	struct compile_request request = {.io = &io->io, .inputs = inputs, .input_count = 1};
	struct error err = {0};

	diag_list_init(diags, a);
	FUZZ_CHECK(compile(&request, a, diags, out, &err) == 0 || err.code == error_memory, "%s", err.message);
}

static void check_object(struct arena *a, const struct file *file)
{
	const struct node *object = fuzz_read_again(a, file->bytes);

	if (!object)
		return;
	FUZZ_CHECK(node_text(node_path(object, "metadata.name")).length && node_text(node_get(object, "kind")).length, "%.*s",
		   STR_ARG(file->path));
}

static void check_file(struct arena *a, const struct file *file)
{
	struct str rest = file->path, part;
	unsigned parts = 0;

	for (; str_cut(&rest, '/', &part); parts++)
		FUZZ_CHECK(part.length && !str_is(part, ".") && !str_is(part, ".."), "%.*s", STR_ARG(file->path));
	FUZZ_CHECK(parts == 3, "%.*s", STR_ARG(file->path));
	FUZZ_CHECK(!memmem(file->bytes.data, file->bytes.length, RUN_ID_PLACEHOLDER, run_id_length), "%.*s", STR_ARG(file->path));
	check_object(a, file);
}

static void check_files(struct arena *a, const struct fake_io *io, const struct compile_result *result)
{
	struct compile_result again;
	struct diag_list diags;

	compile_once(io, a, &diags, &again);
	FUZZ_CHECK(again.files.count == result->files.count, "%u files, then %u", result->files.count, again.files.count);
	for (uint32_t i = 0; i < result->files.count; i++) {
		const struct file *file = &result->files.items[i];

		check_file(a, file);
		FUZZ_CHECK(i == 0 || str_compare(file[-1].path, file->path) < 0, "%.*s", STR_ARG(file->path));
		FUZZ_CHECK(str_equal(file->bytes, again.files.items[i].bytes), "%.*s is not the same twice", STR_ARG(file->path));
	}
}

void fuzz_compile(struct arena *a, struct str job)
{
	struct fake_io *io = arena_new(a, struct fake_io);
	struct compile_result result;
	struct diag_list diags;

	if (too_much(job))
		return;
	fake_io_init(io);
	fake_io_put(io, "mpicc.yaml", str_from(project));
	fake_io_put(io, "own.lua", str_from(flavour));
	fake_io_put(io, "hook.lua", str_from(hook));
	fake_io_put(io, "job.yaml", job);
	compile_once(io, a, &diags, &result);
	fuzz_check_diags(&diags);
	if (diags.errors == 0)
		check_files(a, io, &result);
}
