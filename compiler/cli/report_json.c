/* SPDX-License-Identifier: Apache-2.0 */
/* A line of JSON for each diagnostic: for scripts and editors. docs/DIAGNOSTICS.md says what the members are. */
#include "compiler/cli/report.h"
#include "compiler/emit/emit.h"

static struct node *place_node(struct arena *a, struct place at)
{
	struct node *map = report_region(a, at, "line", "column", "endLine", "endColumn");

	node_put(a, map, "file", report_text(a, report_path(a, at)));
	node_put(a, map, "offset", node_new_int(a, at.offset, PLACE_NONE));
	node_put(a, map, "length", node_new_int(a, at.length, PLACE_NONE));
	return map;
}

static struct node *labels_node(struct arena *a, const struct diag *d)
{
	struct node *list = node_new(a, node_list, PLACE_NONE);

	for (uint32_t i = 0; i < d->label_count; i++) {
		struct node *map = node_new(a, node_map, PLACE_NONE);

		node_put(a, map, "message", report_text(a, d->labels[i].text));
		if (d->labels[i].at.source)
			node_put(a, map, "place", place_node(a, d->labels[i].at));
		node_add(a, list, map);
	}
	return list;
}

static struct node *diag_node(struct arena *a, const struct diag *d)
{
	struct node *map = node_new(a, node_map, PLACE_NONE), *fix;

	node_put(a, map, "code", report_text(a, str_from(diag_code_info(d->code)->name)));
	node_put(a, map, "severity", report_text(a, str_from(report_severity(d))));
	node_put(a, map, "message", report_text(a, d->message));
	if (d->help.length)
		node_put(a, map, "help", report_text(a, d->help));
	if (d->at.source)
		node_put(a, map, "place", place_node(a, d->at));
	if (d->label_count)
		node_put(a, map, "labels", labels_node(a, d));
	if (d->fix_at.source) {
		fix = node_ensure_map(a, map, "fix");
		node_put(a, fix, "place", place_node(a, d->fix_at));
		node_put(a, fix, "text", report_text(a, d->fix_text));
	}
	return map;
}

int report_print_json(const struct report *r)
{
	for (uint32_t i = 0; i < r->diags->count; i++) {
		if (emit_json(diag_node(r->arena, &r->diags->items[i]), r->out, r->err) < 0)
			return -1;
		buf_putc(r->out, '\n');
	}
	return 0;
}
