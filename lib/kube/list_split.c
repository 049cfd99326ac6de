/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A byte goes to one of two texts: to the item it belongs to, or to the shell,
 * which in the end is the list with `"items":[]`, small enough to be read as a whole.
 */
#include "lib/kube/list_split.h"

#include "lib/kube/json.h"

enum { in_list = 1, in_items_array = 2 }; /* depths: behind the list's brace, behind the bracket of its items */

void list_split_init(struct list_split *s, size_t item_max)
{
	*s = (struct list_split){.depth = 0};
	buf_init(&s->shell, list_split_shell_max);
	buf_init(&s->item, item_max);
}

void list_split_release(struct list_split *s)
{
	buf_release(&s->shell);
	buf_release(&s->item);
}

void list_split_clear(struct list_split *s)
{
	struct buf shell = s->shell, item = s->item;

	*s = (struct list_split){.shell = shell, .item = item};
	buf_clear(&s->shell);
	buf_clear(&s->item);
}

struct splitter {
	struct list_split *s;
	int (*each)(void *payload, struct str item);
	void *payload;
	struct error *err;
};

static int keep(const struct splitter *p, struct str bytes)
{
	struct buf *b = p->s->in_items ? &p->s->item : &p->s->shell;

	if (bytes.length > b->max - b->length)
		return error_set(p->err, error_remote, "%s of more than %zu bytes", p->s->in_items ? "an item" : "a list's head", b->max);
	buf_add(b, bytes);
	return b->failed ? error_no_memory(p->err) : 0;
}

static int end_item(const struct splitter *p, bool is_last)
{
	struct list_split *s = p->s;
	struct str item = str_trim(buf_str(&s->item));
	int result = 0;

	if (item.length == 0 && !(is_last && s->count == 0))
		return error_set(p->err, error_remote, "a list with an item of nothing");
	if (item.length) {
		s->count++;
		result = p->each(p->payload, item);
	}
	buf_clear(&s->item);
	return result;
}

/* Whether the bracket that comes is that of `"items":`. */
static bool opens_items(const struct list_split *s)
{
	struct str before = str_trim(str_slice(buf_str(&s->shell), s->key_start, s->shell.length));

	if (s->depth != in_list || s->has_items || !str_ends(before, ":"))
		return false;
	before.length--;
	return json_is(str_trim(before), "items");
}

static int open_bracket(const struct splitter *p, struct str c)
{
	bool items = c.data[0] == '[' && opens_items(p->s);

	if (keep(p, c) < 0)
		return -1;
	p->s->in_items |= items;
	p->s->has_items |= items;
	p->s->depth++;
	return 0;
}

static int close_bracket(const struct splitter *p, struct str c)
{
	struct list_split *s = p->s;

	if (s->in_items && s->depth == in_items_array) {
		int result = end_item(p, true);

		if (result < 0)
			return result;
		s->in_items = false;
	}
	s->depth--;
	s->is_over = s->depth == 0;
	return keep(p, c);
}

/* A character that is no part of a string. */
static int take_structure(const struct splitter *p, struct str c)
{
	struct list_split *s = p->s;
	bool blank = str_trim(c).length == 0;

	if (s->depth == 0 && !blank && (c.data[0] != '{' || s->is_over))
		return error_set(p->err, error_remote, "the answer is no list");
	switch (c.data[0]) {
	case '"':
		s->in_string = true;
		s->key_start = s->in_items ? s->key_start : s->shell.length;
		return keep(p, c);
	case '{':
	case '[':
		return open_bracket(p, c);
	case '}':
	case ']':
		return close_bracket(p, c);
	case ',':
		return s->in_items && s->depth == in_items_array ? end_item(p, false) : keep(p, c);
	default:
		return keep(p, c);
	}
}

/* How many bytes from the front need no look each: the inside of a string, and what stands between brackets and strings. */
static size_t plain_length(const struct list_split *s, struct str bytes)
{
	size_t n = 0;

	if (s->escaped)
		return 0;
	if (s->in_string)
		while (n < bytes.length && bytes.data[n] != '"' && bytes.data[n] != '\\')
			n++;
	else if (s->depth > in_items_array)
		while (n < bytes.length && bytes.data[n] != '"' && bytes.data[n] != ']' && bytes.data[n] != '}' &&
		       bytes.data[n] != '[' && bytes.data[n] != '{')
			n++;
	return n;
}

static int take_in_string(const struct splitter *p, struct str c)
{
	struct list_split *s = p->s;

	if (s->escaped)
		s->escaped = false;
	else if (c.data[0] == '\\')
		s->escaped = true;
	else
		s->in_string = c.data[0] != '"';
	return keep(p, c);
}

int list_split_add(struct list_split *s, struct str bytes, int (*each)(void *payload, struct str item), void *payload,
		   struct error *err)
{
	const struct splitter p = {s, each, payload, err};

	while (bytes.length) {
		size_t plain = plain_length(s, bytes);
		size_t n = plain ? plain : 1;
		struct str part = str_slice(bytes, 0, n);
		int result = plain ? keep(&p, part) : s->in_string ? take_in_string(&p, part) : take_structure(&p, part);

		if (result < 0)
			return result;
		bytes = str_slice(bytes, n, bytes.length);
	}
	return 0;
}

int list_split_end(struct list_split *s, struct list_page *out, struct error *err)
{
	struct str version, token;
	const struct json_field fields[] = {{"metadata.resourceVersion", &version}, {"metadata.continue", &token}};
	struct list_page page = {.resource_version = ""};

	if (!s->is_over)
		return error_set(err, error_remote, "the list is cut off after %zu bytes of its head", s->shell.length);
	if (json_pick(buf_str(&s->shell), fields, 2) < 0)
		return error_set(err, error_remote, "the answer is no list");
	if (!json_copy(version, page.resource_version, sizeof(page.resource_version)) || !page.resource_version[0])
		return error_set(err, error_remote, "a list without a resourceVersion");
	if (token.length && !json_copy(token, page.continue_token, sizeof(page.continue_token)))
		return error_set(err, error_remote, "a list with an invalid continue token");
	*out = page;
	return 0;
}
