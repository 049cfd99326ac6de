/* SPDX-License-Identifier: Apache-2.0 */
/* Text -> spec -> plan, and what was reported on the way. */
#include "tests/unit/flavour/flavour_case.h"

#include "lib/read/read.h"
#include "lib/base/io.h"

struct str flavour_file(struct arena *a, struct str path)
{
	struct str text;

	path = arena_format(a, "%s/%.*s", TEST_SOURCE_DIR, STR_ARG(path));
	assert_int_equal(io_files.read(NULL, path, 1 << 20, a, &text, NULL), 0);
	return arena_str(a, text); /* ends in NUL */
}

static struct node *read_one(struct flavour_case *c, const char *name, struct str text)
{
	struct source *source = source_new(c->arena, source_file, str_from(name), text);
	struct document_list documents = {0};

	assert_true(read_documents(source, c->arena, &c->diags, &documents));
	assert_int_equal(documents.count, 1);
	return documents.items[0];
}

static void decode(struct flavour_case *c, struct str job, struct str project)
{
	struct decoder decoder = {c->arena, &c->diags};
	struct node *settings = project.length ? read_one(c, PROJECT_FILE, project) : NULL;
	struct node *document = read_one(c, "job.yaml", job);

	assert_true(project_decode(&decoder, settings, STR_NONE, &c->project));
	document = project_apply(c->arena, &c->project, document);
	assert_true(spec_decode(&decoder, document, &c->spec));
	assert_true(spec_check(&decoder, &c->spec));
}

static const struct source *flavour_source(struct flavour_case *c, struct str lua, struct str folder)
{
	struct str name = c->spec.mpi.name;
	const struct asset *asset;

	if (lua.length)
		return source_new(c->arena, source_flavour, STR("ours.lua"), lua);
	if (str_ends(name, ".lua"))
		return source_new(c->arena, source_flavour, name, flavour_file(c->arena, path_join(c->arena, folder, name)));
	asset = flavour_builtin_asset(c->arena, name);
	assert_non_null(asset);
	return source_new(c->arena, source_flavour, asset->name, asset->text);
}

void flavour_case_run(struct flavour_case *c, struct arena *a, struct str job, struct str project, struct str lua, struct str folder)
{
	struct flavour flavour = {.cache = script_cache_new(a)};

	*c = (struct flavour_case){.arena = a};
	diag_list_init(&c->diags, a);
	decode(c, job, project);
	flavour.source = flavour_source(c, lua, folder);
	c->ok = flavour_plan(&flavour, &c->spec, &c->project, a, &c->diags, &c->plan);
	assert_int_equal(c->ok, c->diags.errors == 0);
}

static struct str job_with(struct arena *a, const char *members)
{
	return arena_format(a,
			    "apiVersion: mpicc.dev/v1\n"
			    "kind: MPIJob\n"
			    "metadata: {name: pi, namespace: hpc}\n"
			    "image: registry.example.com/pi:1\n"
			    "run: pi --digits 100\n"
			    "%s",
			    members);
}

void flavour_case_members(struct flavour_case *c, struct arena *a, const char *members)
{
	flavour_case_run(c, a, job_with(a, members), STR_NONE, STR_NONE, STR_NONE);
}

void flavour_case_lua(struct flavour_case *c, struct arena *a, const char *lua)
{
	flavour_case_run(c, a, job_with(a, "workers: 2\nmpi: ./ours.lua\n"), STR_NONE, str_from(lua), STR_NONE);
}

struct str flavour_case_message(const struct flavour_case *c, enum diag_code code)
{
	assert_int_equal(c->diags.count, 1);
	assert_string_equal(diag_code_info(c->diags.items[0].code)->name, diag_code_info(code)->name);
	return c->diags.items[0].message;
}

struct str flavour_case_help(const struct flavour_case *c)
{
	assert_int_equal(c->diags.count, 1);
	return c->diags.items[0].help;
}
