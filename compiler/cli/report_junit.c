/* SPDX-License-Identifier: Apache-2.0 */
/* JUnit's XML, as test reports of CI systems read it: a case for each diagnostic; errors are failures. */
#include "compiler/cli/report.h"
#include "lib/base/utf8.h"

/* What XML 1.0 cannot hold, not even escaped, becomes `?`. */
static void add_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0, length; i < text.length; i += length) {
		uint32_t c = 0;

		length = utf8_decode(text, i, &c);
		if (length == 0 || (c < 0x20 && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF) {
			buf_putc(out, '?');
			length = length ? length : 1;
		} else if (c == '<' || c == '>' || c == '&' || c == '"') {
			buf_puts(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "&quot;");
		} else {
			buf_add(out, str_slice(text, i, i + length));
		}
	}
}

static void add_text(struct buf *out, const struct diag *d)
{
	add_escaped(out, d->message);
	if (!d->help.length)
		return;
	buf_putc(out, '\n');
	add_escaped(out, d->help);
}

static void add_case(const struct report *r, const struct diag *d)
{
	const struct diag_code_info *info = diag_code_info(d->code);
	bool failed = info->severity == diag_error;
	struct position p;

	buf_puts(r->out, "  <testcase classname=\"");
	add_escaped(r->out, d->at.source ? report_path(r->arena, d->at) : STR(PROGRAM));
	buf_puts(r->out, "\" name=\"");
	if (d->at.source) {
		p = source_position(d->at.source, d->at.offset);
		add_escaped(r->out, report_path(r->arena, d->at));
		buf_printf(r->out, ":%u:%u ", p.line, p.column);
	}
	buf_printf(r->out, "%s\">\n    ", info->name);
	if (failed) {
		buf_printf(r->out, "<failure type=\"%s\" message=\"", info->name);
		add_escaped(r->out, d->message);
		buf_puts(r->out, "\">");
	} else {
		buf_puts(r->out, "<system-out>warning: ");
	}
	add_text(r->out, d);
	buf_puts(r->out, failed ? "</failure>\n  </testcase>\n" : "</system-out>\n  </testcase>\n");
}

int report_print_junit(const struct report *r)
{
	uint32_t count = r->diags->count ? r->diags->count : 1;

	buf_printf(r->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"%u\" failures=\"%u\">\n", count, r->diags->errors);
	buf_printf(r->out, " <testsuite name=\"" PROGRAM "\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n", count,
		   r->diags->errors);
	for (uint32_t i = 0; i < r->diags->count; i++)
		add_case(r, &r->diags->items[i]);
	/* Readers take a suite without cases for one that did not run. */
	if (!r->diags->count)
		buf_puts(r->out, "  <testcase classname=\"" PROGRAM "\" name=\"" PROGRAM "\"/>\n");
	buf_puts(r->out, " </testsuite>\n</testsuites>\n");
	return 0;
}
