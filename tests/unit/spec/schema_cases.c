/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For check_schema.py: the JSON Schemas of the tables and documents made of
 * each row, one JSON value a line: {schema: …}, then {path, right, wrong}.
 */
#include <setjmp.h>
#include <stdio.h>

#include "compiler/emit/emit.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"
#include "tests/unit/spec/wrong_values.h"

static int print_line(const struct node *n)
{
	struct error err = {0};
	struct buf line;
	int failed;

	buf_init(&line, 1 << 24);
	failed = emit_json(n, &line, &err);
	if (failed)
		fprintf(stderr, "%s\n", err.message);
	else
		printf("%.*s\n", STR_ARG(buf_str(&line)));
	buf_release(&line);
	return failed;
}

static int print_table(struct arena *a, const struct field_table *table)
{
	struct node *first = node_new(a, node_map, PLACE_NONE);
	int failed;

	node_put(a, first, "schema", field_schema(a, table, table->name));
	failed = print_line(first);
	for (unsigned i = 0; !failed && i < table->count; i++) {
		struct node *row = node_new(a, node_map, PLACE_NONE);

		node_put_text(a, row, "path", str_from(table->rows[i].path));
		node_put(a, row, "right", example_document(a, table, &table->rows[i]));
		node_put(a, row, "wrong", wrong_document(a, table, &table->rows[i]));
		failed = print_line(row);
	}
	return failed;
}

int main(void)
{
	struct arena a;
	jmp_buf oom;
	int failed;

	arena_init(&a, &oom);
	if (setjmp(oom))
		return 1;
	failed = print_table(&a, &spec_table) || print_table(&a, &project_table);
	arena_release(&a);
	return failed ? 1 : 0;
}
