/* SPDX-License-Identifier: Apache-2.0 */
/* Is the text UTF-8 without control characters? Looked at before libyaml sees it, so that places are exact. */
#include "lib/read/reader.h"
#include "lib/base/utf8.h"

static struct place byte_place(const struct reader *r, size_t offset, size_t length)
{
	return (struct place){r->source, (uint32_t)offset, (uint32_t)length};
}

static bool report_utf16(struct reader *r)
{
	struct diag *d = diag_report(r->diags, diag_E0102, byte_place(r, 0, 0), "the text is UTF-16, not UTF-8");

	diag_help(r->diags, d, "save the file as UTF-8");
	return false;
}

static bool report_byte(struct reader *r, size_t at)
{
	struct diag *d = diag_report(r->diags, diag_E0102, byte_place(r, at, 1), "byte 0x%02X is not UTF-8",
				     (unsigned char)r->source->text.data[at]);

	diag_help(r->diags, d, "save the file as UTF-8");
	return false;
}

static bool report_control(struct reader *r, struct place at, uint32_t c, const char *how)
{
	struct diag *d = diag_report(r->diags, diag_E0103, at, "control character U+%04X%s", c, how);

	diag_help(r->diags, d, "take it out: kubectl and kustomize refuse such characters");
	return false;
}

/* Plain ASCII that needs no second look. */
static bool is_ordinary(unsigned char c)
{
	return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t' || c == '\r';
}

static bool check_characters(struct reader *r, size_t start)
{
	struct str text = r->source->text;
	uint32_t c = 0;

	r->ascii = true;
	for (size_t i = start, length; i < text.length; i += length) {
		length = 1;
		if (is_ordinary((unsigned char)text.data[i]))
			continue;
		length = utf8_decode(text, i, &c);
		if (length == 0)
			return report_byte(r, i);
		if (utf8_is_control(c))
			return report_control(r, byte_place(r, i, length), c, "");
		r->ascii = r->ascii && length == 1;
	}
	return true;
}

bool encoding_check(struct reader *r)
{
	struct str text = r->source->text;
	size_t start = str_starts(text, "\xEF\xBB\xBF") ? 3 : 0;

	if (str_starts(text, "\xFF\xFE") || str_starts(text, "\xFE\xFF"))
		return report_utf16(r);
	if (!check_characters(r, start))
		return false;
	r->text = str_slice(text, start, text.length);
	r->text_offset = (uint32_t)start;
	return true;
}

/* libyaml makes valid UTF-8 of every escape that it accepts. */
void encoding_check_escapes(struct reader *r, struct str text, struct place at)
{
	uint32_t c = 0;

	for (size_t i = 0, length; i < text.length; i += length ? length : 1) {
		length = utf8_decode(text, i, &c);
		if (!utf8_is_control(c))
			continue;
		report_control(r, at, c, " written as an escape");
		return;
	}
}
