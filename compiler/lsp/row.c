/* SPDX-License-Identifier: Apache-2.0 */
/* Paths -> rows of tables. In mpicc.yaml, some parts hold fields of job files. */
#include "compiler/lsp/row.h"

#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"

/* The longest beginning of the path that is a row: `env` for `env.NCCL_DEBUG.secret`. */
static const struct field *enclosing(const struct field_table *table, struct str path)
{
	while (path.length) {
		const struct field *field = field_find(table, path);
		size_t dot = str_find_last(path, '.');

		if (field)
			return field;
		path = str_slice(path, 0, dot == SIZE_MAX ? 0 : dot);
	}
	return NULL;
}

/* What follows the first key of a path; false where that is the whole of it, or another key. */
static bool below(struct str *path, const char *key)
{
	struct str rest = *path, first;

	if (!str_cut(&rest, '.', &first) || !rest.data || (key && !str_is(first, key)))
		return false;
	*path = rest;
	return true;
}

static struct row find_project(struct str path)
{
	struct row row = {.table = &project_table, .path = path};
	struct str inner = path;

	if (below(&inner, "defaults"))
		return (struct row){.table = &spec_table, .path = inner};
	if (!below(&inner, "environments"))
		return row;
	if (!below(&inner, NULL))
		return (struct row){.table = &project_table, .path = STR("")}; /* an environment's name */
	if (below(&inner, "defaults") || below(&inner, "overrides"))
		return (struct row){.table = &spec_table, .path = inner};
	return (struct row){.table = &project_table, .path = inner, .of_environment = true};
}

struct row row_find(enum row_file file, struct str path)
{
	struct row row = file == row_project ? find_project(path) : (struct row){.table = &spec_table, .path = path};

	row.field = enclosing(row.table, row.path);
	return row;
}
