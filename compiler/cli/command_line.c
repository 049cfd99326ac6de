/* SPDX-License-Identifier: Apache-2.0 */
/* argv -> a line one can paste into a shell, without secrets. */
#include "compiler/cli/command_line.h"

#include <string.h>

/* A word without the piece that is cut out of its middle. */
struct word {
	struct str head, tail;
};

/* https://user:token@host/path -> https://, host/path. Before any quoting: a password may hold quotes. */
static struct word without_credentials(struct str text)
{
	const char *scheme = text.length ? memmem(text.data, text.length, "://", 3) : NULL;
	size_t from, end, at;

	if (!scheme)
		return (struct word){text, STR_NONE};
	from = (size_t)(scheme - text.data) + 3;
	for (end = from; end < text.length && !strchr("/?#", text.data[end]); end++)
		;
	at = str_find_last(str_slice(text, from, end), '@');
	if (at == SIZE_MAX)
		return (struct word){text, STR_NONE};
	return (struct word){str_slice(text, 0, from), str_slice(text, from + at + 1, text.length)};
}

static bool is_plain(struct str text)
{
	static const char others[] = "-_./=:@,+%";

	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (!plain && !strchr(others, c))
			return false;
	}
	return true;
}

/* Within single quotes a single quote itself is '\''. */
static void add_quotable(struct buf *out, struct str text)
{
	struct str part;

	while (text.length && str_cut(&text, '\'', &part)) {
		buf_add(out, part);
		if (text.data)
			buf_puts(out, "'\\''");
	}
}

static void add_word(struct buf *out, struct word word)
{
	bool plain = is_plain(word.head) && is_plain(word.tail) && word.head.length;

	buf_puts(out, plain ? " " : " '");
	if (plain) {
		buf_add(out, word.head);
		buf_add(out, word.tail);
		return;
	}
	add_quotable(out, word.head);
	add_quotable(out, word.tail);
	buf_putc(out, '\'');
}

void command_line(struct buf *out, int argc, char *const *argv)
{
	buf_puts(out, "mpicc-yaml");
	for (int i = 1; i < argc; i++)
		add_word(out, without_credentials(str_from(argv[i])));
}
