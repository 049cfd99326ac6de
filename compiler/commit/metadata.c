/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Origin in, JSON out, byte for byte as Go's encoder prints it with two blanks
 * of indent and without HTML escapes. (cJSON indents with tabs and lets bytes
 * pass that are no UTF-8, as old commits have them.)
 */
#include "compiler/commit/metadata.h"

#include "compiler/commit/url.h"
#include "lib/base/scratch.h"
#include "lib/base/utf8.h"

enum { metadata_max = 1 << 30 };

struct json {
	struct buf *out;
	bool empty;
};

static void put_control(struct buf *out, uint32_t character)
{
	static const char letters[] = "\b\f\n\r\t", names[] = "bfnrt";

	for (int i = 0; letters[i]; i++)
		if (character == (uint32_t)letters[i]) {
			buf_printf(out, "\\%c", names[i]);
			return;
		}
	buf_printf(out, "\\u%04x", character);
}

static void put_string(struct buf *out, struct str text)
{
	buf_putc(out, '"');
	for (size_t at = 0, length; at < text.length; at += length) {
		uint32_t character;

		length = utf8_decode(text, at, &character);
		if (length == 0) {
			buf_puts(out, "\\ufffd");
			length = 1;
		} else if (character == '"' || character == '\\') {
			buf_printf(out, "\\%c", (char)character);
		} else if (character < 0x20 || character == 0x2028 || character == 0x2029) {
			put_control(out, character);
		} else {
			buf_add(out, str_slice(text, at, at + length));
		}
	}
	buf_putc(out, '"');
}

static void put_key(struct json *json, const char *key)
{
	buf_puts(json->out, json->empty ? "{\n  " : ",\n  ");
	json->empty = false;
	put_string(json->out, str_from(key));
	buf_puts(json->out, ": ");
}

static void put_member(struct json *json, const char *key, struct str value)
{
	if (value.length == 0)
		return;
	put_key(json, key);
	put_string(json->out, value);
}

static void put_commands(struct json *json, struct str command)
{
	if (command.length == 0)
		return;
	put_key(json, "commands");
	buf_puts(json->out, "[\n    ");
	put_string(json->out, command);
	buf_puts(json->out, "\n  ]");
}

static void print(struct buf *out, const struct commit_origin *origin, struct str sha, struct str command)
{
	struct json json = {out, true};

	put_member(&json, "repoURL", origin->url);
	put_member(&json, "drySha", sha);
	put_commands(&json, command);
	put_member(&json, "author", origin->author);
	put_member(&json, "date", origin->date);
	put_member(&json, "subject", origin->subject);
	put_member(&json, "body", str_trim(origin->body));
	if (!json.empty)
		buf_puts(out, "\n}\n");
}

struct str metadata_print(struct arena *a, const struct commit_origin *origin, struct str command)
{
	struct str sha = origin->sha.length && origin->dirty ? arena_join(a, origin->sha, STR("-dirty")) : origin->sha;
	struct buf *out = scratch_buf(a, metadata_max);

	print(out, origin, sha, url_text_without_credentials(a, command));
	return scratch_buf_str(a, out);
}
