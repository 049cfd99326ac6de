/* SPDX-License-Identifier: Apache-2.0 */
/* Annotations of GitHub Actions: workflow commands (docs.github.com, "Workflow commands for GitHub Actions"). */
#include "compiler/cli/report.h"

/* Values of properties are cut at `:` and `,`, so these are escaped there. */
static void add_escaped(struct buf *out, struct str text, bool property)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
			buf_printf(out, "%%%02X", (unsigned)c);
		else
			buf_putc(out, c);
	}
}

static void add_place(const struct report *r, struct place at)
{
	struct position from = source_position(at.source, at.offset), to = source_position(at.source, at.offset + at.length);

	buf_puts(r->out, "file=");
	add_escaped(r->out, report_path(r->arena, at), true);
	buf_printf(r->out, ",line=%u,endLine=%u", from.line, to.line);
	/* Columns are understood within one line only. */
	if (from.line == to.line)
		buf_printf(r->out, ",col=%u,endColumn=%u", from.column, to.column);
	buf_putc(r->out, ',');
}

int report_print_github(const struct report *r)
{
	for (uint32_t i = 0; i < r->diags->count; i++) {
		const struct diag *d = &r->diags->items[i];
		const struct diag_code_info *info = diag_code_info(d->code);

		buf_printf(r->out, "::%s ", report_severity(d));
		if (d->at.source)
			add_place(r, d->at);
		buf_printf(r->out, "title=%s ", info->name);
		add_escaped(r->out, str_from(info->title), true);
		buf_puts(r->out, "::");
		add_escaped(r->out, d->message, false);
		if (d->help.length) {
			buf_puts(r->out, "%0A");
			add_escaped(r->out, d->help, false);
		}
		buf_putc(r->out, '\n');
	}
	return 0;
}
