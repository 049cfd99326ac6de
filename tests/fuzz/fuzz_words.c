/* SPDX-License-Identifier: Apache-2.0 */
/* command_split, duration_parse and the quantities of compiler/spec. */
#include "compiler/spec/field_types.h"
#include "tests/fuzz/fuzz.h"

/* The words in single quotes, which every shell splits into the same words again. */
static struct str quote(struct arena *a, const struct split_result *r)
{
	struct buf b;
	struct str out;

	buf_init(&b, 1 << 24);
	for (uint32_t i = 0; i < r->count; i++) {
		buf_puts(&b, i ? " '" : "'");
		for (size_t k = 0; k < r->words[i].length; k++)
			if (r->words[i].data[k] == '\'')
				buf_puts(&b, "'\\''");
			else
				buf_putc(&b, r->words[i].data[k]);
		buf_putc(&b, '\'');
	}
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

static void check_split(struct arena *a, struct str input)
{
	struct split_result first, second;
	struct str quoted;

	if (command_split(a, input, &first) != split_ok) {
		FUZZ_CHECK(first.at < input.length && first.length == 1, "%zu + %zu of %zu", first.at, first.length,
			   input.length);
		return;
	}
	quoted = quote(a, &first);
	FUZZ_CHECK(command_split(a, quoted, &second) == split_ok, "%.*s", STR_ARG(quoted));
	FUZZ_CHECK(second.count == first.count, "%u words, then %u", first.count, second.count);
	for (uint32_t i = 0; i < first.count; i++)
		FUZZ_CHECK(str_equal(first.words[i], second.words[i]), "%.*s", STR_ARG(quoted));
}

void fuzz_input(struct arena *a, struct str input)
{
	int64_t seconds = -1, count = 0;

	check_split(a, input);
	if (duration_parse(input, &seconds))
		FUZZ_CHECK(seconds >= 0 && input.length >= 2, "%.*s", STR_ARG(input));
	else
		FUZZ_CHECK(seconds == -1, "%.*s", STR_ARG(input));
	if (quantity_to_int(input, &count))
		FUZZ_CHECK(quantity_is_valid(input), "%.*s", STR_ARG(input));
}
