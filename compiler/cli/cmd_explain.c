/* SPDX-License-Identifier: Apache-2.0 */
/* explain: a field of the job file or of mpicc.yaml, or a diagnostic's code. */
#include "compiler/cli/cli.h"
#include "compiler/cli/suggest.h"
#include "compiler/cli/text.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"
#include "lib/base/diag.h"

struct explain_options {
	struct common_options common;
};

enum { path_column = 2, doc_column = 26 };

static struct str first_sentence(struct str text)
{
	for (size_t i = 0; i + 1 < text.length; i++)
		if (text.data[i] == '.' && text.data[i + 1] == ' ')
			return str_slice(text, 0, i + 1);
	return text;
}

static bool lies_in(struct str path, struct str group)
{
	return group.length == 0 || (path.length > group.length && path.data[group.length] == '.' &&
				     str_equal(str_slice(path, 0, group.length), group));
}

/* The fields in `group`, or all; how many there were. */
static unsigned list(struct buf *out, const struct field_table *table, struct str group, unsigned width)
{
	unsigned count = 0;

	for (unsigned i = 0; i < table->count; i++) {
		struct str path = str_from(table->rows[i].path);
		unsigned end = path_column + text_cells(path);

		if (!lies_in(path, group))
			continue;
		buf_printf(out, "  %.*s", STR_ARG(path));
		if (end + 2 > doc_column)
			buf_putc(out, '\n');
		text_spaces(out, end + 2 > doc_column ? doc_column : doc_column - end);
		text_wrap(out, first_sentence(str_from(table->rows[i].doc)), doc_column, doc_column, width);
		count++;
	}
	return count;
}

static int list_all(struct cli *cli)
{
	struct buf *out = cli_buf(cli);
	unsigned width = cli->out.terminal.width;

	buf_puts(out, "Fields of the job file:\n");
	list(out, &spec_table, STR_NONE, width);
	buf_puts(out, "\nFields of " PROJECT_FILE " (`" PROGRAM " explain " PROJECT_FILE ":FIELD`):\n");
	list(out, &project_table, STR_NONE, width);
	return cli_print(cli, out);
}

/* `queue` for `launcher.queu`, and `launcher.ranks` for `ranks`. */
static struct str nearest_field(const struct field_table *table, struct str name)
{
	struct suggestion s = suggestion_begin(name);

	for (unsigned i = 0; i < table->count; i++) {
		struct str path = str_from(table->rows[i].path);
		size_t dot = str_find_last(path, '.');

		if (dot != SIZE_MAX && str_equal(str_slice(path, dot + 1, path.length), name))
			return path;
		suggestion_offer(&s, path);
	}
	return s.best;
}

static int explain_field(struct cli *cli, const struct field_table *table, struct str name)
{
	const struct field *field = field_find(table, name);
	struct buf *raw = cli_buf(cli), *out = cli_buf(cli);
	unsigned width = cli->out.terminal.width;

	if (field)
		field_explain(raw, field);
	else if (list(out, table, name, width) == 0)
		return cli_unknown(cli, "field", name, nearest_field(table, name));
	if (field)
		text_wrap(out, buf_str(raw), 0, 0, width);
	return cli_print(cli, out);
}

static bool looks_like_code(struct str name)
{
	char kind = name.length == 5 ? name.data[0] : '\0';
	int64_t number;

	return (kind == 'E' || kind == 'W' || kind == 'e' || kind == 'w') && str_to_int(str_slice(name, 1, 5), &number) && number >= 0;
}

static int explain_code(struct cli *cli, struct str name)
{
	struct str upper = arena_format(cli->arena, "%c%.*s", name.data[0] & ~0x20, STR_ARG(str_slice(name, 1, 5)));
	const struct diag_code_info *info;
	struct buf *out = cli_buf(cli);
	enum diag_code code;

	if (!diag_code_find(upper, &code))
		return cli_unknown(cli, "diagnostic", name, STR_NONE);
	info = diag_code_info(code);
	buf_printf(out, "%s: %s (%s)\n\n", info->name, info->title, info->severity == diag_error ? "an error" : "a warning");
	text_wrap(out, str_from(info->explanation), 0, 0, cli->out.terminal.width);
	return cli_print(cli, out);
}

static int run(struct cli *cli, const void *options)
{
	struct str name;

	(void)options;
	if (cli->argument_count == 0)
		return list_all(cli);
	name = cli->arguments[0];
	if (looks_like_code(name))
		return explain_code(cli, name);
	if (str_is(name, PROJECT_FILE) || str_is(name, PROJECT_FILE ":"))
		return explain_field(cli, &project_table, STR_NONE);
	if (str_starts(name, PROJECT_FILE ":"))
		return explain_field(cli, &project_table, str_slice(name, sizeof(PROJECT_FILE), name.length));
	if (name.length == 0)
		return cli_usage(cli, "the name of the field is empty");
	return explain_field(cli, &spec_table, name);
}

static const struct option_group groups[] = {COMMON_OPTIONS};

const struct cli_command cmd_explain = {
	.name = "explain",
	.arguments = "[FIELD|mpicc.yaml:FIELD|CODE]",
	.summary = "tell about a field, or about a diagnostic's code",
	.description = "Fields are written with dots: launcher.ranks. A group, as `launcher`, lists its fields; without an argument, all are listed.\n",
	.examples = PROGRAM " explain workers\n" PROGRAM " explain mpicc.yaml:output.repo\n" PROGRAM " explain E0105\n",
	.options = {groups, 1},
	.options_size = sizeof(struct explain_options),
	.argument_max = 1,
	.run = run,
};
