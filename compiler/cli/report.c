/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats, and what they share: paths, regions, fingerprints. */
#include "compiler/cli/report.h"

#include <unistd.h>

#include "compiler/cli/json.h"

static int print_human(const struct report *r)
{
	diag_print(r->out, r->diags, r->colour);
	return 0;
}

static int print_short(const struct report *r)
{
	diag_print_short(r->out, r->diags);
	return 0;
}

static const struct {
	int (*print)(const struct report *r);
	bool for_programs;
} formats[] = {
	[report_human] = {print_human, false},         [report_short] = {print_short, false},
	[report_json] = {report_print_json, true},     [report_sarif] = {report_print_sarif, true},
	[report_github] = {report_print_github, true}, [report_junit] = {report_print_junit, true},
};

const char *const report_format_names[] = {"human", "short", "json", "sarif", "github", "junit", NULL};

int report_print(struct cli *cli, const struct diag_list *diags, enum report_format format)
{
	struct error err;
	struct report r = {cli->arena, diags, cli->err.terminal.colour ? diag_coloured : diag_plain, cli_buf(cli), &err};

	if (formats[format].print(&r) < 0)
		return cli_error(cli, &err);
	if (formats[format].for_programs && cli->command && cli->command->reports)
		return cli_print(cli, r.out);
	output_write(&cli->err, buf_str(r.out));
	return exit_fine;
}

const char *report_severity(const struct diag *d)
{
	return diag_code_info(d->code)->severity == diag_error ? "error" : "warning";
}

struct str report_path(struct arena *a, struct place at)
{
	struct str path = at.source->name, folder;
	char here[4096];

	while (str_starts(path, "./"))
		path = str_slice(path, 2, path.length);
	if (!str_starts(path, "/") || !getcwd(here, sizeof(here)))
		return path;
	folder = arena_join(a, str_from(here), STR("/"));
	return str_starts(path, folder.data) ? str_slice(path, folder.length, path.length) : path;
}

static void put_int(struct arena *a, struct node *map, const char *key, uint32_t value)
{
	node_put(a, map, key, node_new_int(a, value, PLACE_NONE));
}

struct node *report_region(struct arena *a, struct place at, const char *line, const char *column, const char *end_line,
			   const char *end_column)
{
	struct position from = source_position(at.source, at.offset), to = source_position(at.source, at.offset + at.length);
	struct node *map = node_new(a, node_map, PLACE_NONE);

	put_int(a, map, line, from.line);
	put_int(a, map, column, from.column);
	put_int(a, map, end_line, to.line);
	put_int(a, map, end_column, to.column);
	return map;
}

struct node *report_text(struct arena *a, struct str text)
{
	return node_new_string(a, json_utf8(a, text), PLACE_NONE);
}

static uint64_t add_hash(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.length; i++)
		h = (h ^ (unsigned char)s.data[i]) * 1099511628211u; /* FNV-1a, 64 bits */
	return (h ^ 0xFF) * 1099511628211u;
}

uint64_t report_fingerprint(struct arena *a, const struct diag *d)
{
	uint64_t h = add_hash(14695981039346656037u, str_from(diag_code_info(d->code)->name));

	if (d->at.source) {
		h = add_hash(h, report_path(a, d->at));
		h = add_hash(h, str_trim(source_line(d->at.source, d->at.offset)));
	}
	return add_hash(h, d->message);
}
