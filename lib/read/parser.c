/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml behind a door: events, limits that it does not have, and marks as byte offsets. */
#include "lib/read/reader.h"

static void close_handle(void *payload)
{
	struct parser_handle *handle = payload;

	if (!handle->open)
		return;
	handle->open = false;
	yaml_event_delete(&handle->event);
	yaml_parser_delete(&handle->parser);
}

/* Closed after use; the deferred call is for the way out by longjmp. */
void parser_open(struct reader *r)
{
	struct parser_handle *handle = arena_new(r->a, struct parser_handle);

	arena_defer(r->a, close_handle, handle);
	if (!yaml_parser_initialize(&handle->parser))
		arena_out_of_memory(r->a);
	handle->open = true;
	r->handle = handle;
	yaml_parser_set_encoding(&handle->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&handle->parser, (const unsigned char *)r->text.data, r->text.length);
}

void parser_close(struct reader *r)
{
	close_handle(r->handle);
}

bool parser_next(struct reader *r)
{
	struct parser_handle *handle = r->handle;

	if (r->stopped)
		return false;
	yaml_event_delete(&handle->event);
	if (yaml_parser_parse(&handle->parser, &handle->event))
		return true;
	if (handle->parser.error == YAML_MEMORY_ERROR)
		arena_out_of_memory(r->a);
	syntax_error_report(r);
	r->stopped = true;
	return false;
}

static bool continues(struct str text, size_t at)
{
	return at < text.length && ((unsigned char)text.data[at] & 0xC0) == 0x80;
}

/* libyaml counts characters. Goes there from the place converted last. */
static size_t byte_of_character(struct reader *r, size_t index)
{
	for (; r->mark_index < index && r->mark_byte < r->text.length; r->mark_index++) {
		r->mark_byte++;
		while (continues(r->text, r->mark_byte))
			r->mark_byte++;
	}
	for (; r->mark_index > index; r->mark_index--) {
		r->mark_byte--;
		while (continues(r->text, r->mark_byte))
			r->mark_byte--;
	}
	return r->mark_byte;
}

uint32_t parser_offset(struct reader *r, const yaml_mark_t *mark)
{
	size_t byte = r->ascii ? mark->index : byte_of_character(r, mark->index);

	if (byte > r->text.length)
		byte = r->text.length;
	return r->text_offset + (uint32_t)byte;
}

struct place parser_event_place(struct reader *r)
{
	uint32_t from = parser_offset(r, &r->handle->event.start_mark);
	uint32_t to = parser_offset(r, &r->handle->event.end_mark);

	return (struct place){r->source, from, to > from ? to - from : 0};
}

void parser_stop(struct reader *r, enum diag_code code, struct place at, const char *message)
{
	if (!r->stopped)
		diag_report(r->diags, code, at, "%s", message);
	r->stopped = true;
}

void parser_count_nodes(struct reader *r, uint32_t count, struct place at)
{
	r->nodes += count;
	if (r->nodes > read_max_nodes)
		parser_stop(r, diag_E0104, at, "more than 4000000 values in one file");
}

void parser_check_depth(struct reader *r, uint32_t depth, struct place at)
{
	if (depth > read_max_depth)
		parser_stop(r, diag_E0104, at, "maps and lists nested more than 100 deep");
}
