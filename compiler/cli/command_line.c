/* SPDX-License-Identifier: Apache-2.0 */
/* argv -> a line one can paste into a shell, without secrets. */
#include "compiler/cli/command_line.h"

#include <string.h>

/* https://user:token@host/path -> https://host/path */
static void add_without_credentials(struct buf *out, struct str word)
{
	const char *scheme = word.length ? memmem(word.data, word.length, "://", 3) : NULL;
	size_t from, end, at;

	if (!scheme) {
		buf_add(out, word);
		return;
	}
	from = (size_t)(scheme - word.data) + 3;
	for (end = from; end < word.length && !strchr("/?#", word.data[end]); end++)
		;
	at = str_find_last(str_slice(word, from, end), '@');
	buf_add(out, str_slice(word, 0, from));
	buf_add(out, str_slice(word, at == SIZE_MAX ? from : from + at + 1, word.length));
}

static bool is_plain(struct str word)
{
	static const char others[] = "-_./=:@,+%";

	for (size_t i = 0; i < word.length; i++) {
		char c = word.data[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (!plain && !strchr(others, c))
			return false;
	}
	return word.length > 0;
}

/* In single quotes, where a single quote itself is '\''. */
static void add_quoted(struct buf *out, struct str word)
{
	struct str part;

	buf_putc(out, '\'');
	while (word.data && str_cut(&word, '\'', &part)) {
		add_without_credentials(out, part);
		if (word.data)
			buf_puts(out, "'\\''");
	}
	buf_putc(out, '\'');
}

void command_line(struct buf *out, int argc, char *const *argv)
{
	buf_puts(out, "mpicc-yaml");
	for (int i = 1; i < argc; i++) {
		struct str word = str_from(argv[i]);

		buf_putc(out, ' ');
		if (is_plain(word))
			add_without_credentials(out, word);
		else
			add_quoted(out, word);
	}
}
