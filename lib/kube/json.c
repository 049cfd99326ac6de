/* SPDX-License-Identifier: Apache-2.0 */
/* Skipping over JSON values, and picking some on the way. json_text.c reads the scalars. */
#include "lib/kube/json.h"

#include <assert.h>
#include <string.h>

struct scan {
	const char *at, *end;
};

static struct scan scan_of(struct str text)
{
	return (struct scan){text.data, text.data ? text.data + text.length : NULL};
}

static bool is_at(const struct scan *s, char c)
{
	return s->at < s->end && *s->at == c;
}

static bool take(struct scan *s, char c)
{
	if (!is_at(s, c))
		return false;
	s->at++;
	return true;
}

static void skip_blank(struct scan *s)
{
	while (s->at < s->end && *s->at <= ' ' && (*s->at == ' ' || *s->at == '\n' || *s->at == '\r' || *s->at == '\t'))
		s->at++;
}

static bool is_digit(const struct scan *s)
{
	return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Behind the backslash. */
static bool skip_escape(struct scan *s)
{
	if (s->at == s->end || *s->at == '\0')
		return false;
	if (*s->at == '"' || *s->at == '\\') {
		s->at++;
		return true;
	}
	if (!strchr("/bfnrtu", *s->at))
		return false;
	if (*s->at++ != 'u')
		return true;
	for (int i = 0; i < 4; i++, s->at++)
		if (s->at == s->end || !is_hex(*s->at))
			return false;
	return true;
}

/* The high bit of each byte of `word` that is zero; of those above the first one, perhaps of a 1, too. */
static uint64_t zero_bytes(uint64_t word)
{
	return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

/* Of the next eight bytes, those before the first that ends or escapes a string, or may not stand in one: most of all that comes. */
static unsigned count_plain(const char *at)
{
	uint64_t word, special;

	memcpy(&word, at, sizeof(word));
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		word = __builtin_bswap64(word);
	special = zero_bytes(word ^ UINT64_C(0x2222222222222222)) | zero_bytes(word ^ UINT64_C(0x5C5C5C5C5C5C5C5C));
	special |= zero_bytes(word & UINT64_C(0xE0E0E0E0E0E0E0E0));
	return special ? (unsigned)__builtin_ctzll(special) / 8 : 8;
}

static bool skip_string(struct scan *s)
{
	if (!take(s, '"'))
		return false;
	while (s->at < s->end) {
		unsigned plain = s->end - s->at >= 8 ? count_plain(s->at) : 0;
		unsigned char c;

		s->at += plain;
		if (plain == 8)
			continue;
		c = (unsigned char)*s->at++;
		if (c == '"')
			return true;
		if (c < 0x20 || (c == '\\' && !skip_escape(s)))
			return false;
	}
	return false;
}

static bool skip_digits(struct scan *s)
{
	if (!is_digit(s))
		return false;
	while (is_digit(s))
		s->at++;
	return true;
}

static bool skip_number(struct scan *s)
{
	take(s, '-');
	if (!take(s, '0') && !skip_digits(s))
		return false;
	if (take(s, '.') && !skip_digits(s))
		return false;
	if (!take(s, 'e') && !take(s, 'E'))
		return true;
	if (!take(s, '+'))
		take(s, '-');
	return skip_digits(s);
}

static bool skip_word(struct scan *s, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(s->end - s->at) < length || memcmp(s->at, word, length) != 0)
		return false;
	s->at += length;
	return true;
}

static bool skip_key(struct scan *s, struct str *out)
{
	skip_blank(s);
	out->data = s->at;
	if (!skip_string(s))
		return false;
	out->length = (size_t)(s->at - out->data);
	skip_blank(s);
	return take(s, ':');
}

static bool skip_value(struct scan *s, unsigned depth);

static bool skip_array(struct scan *s, unsigned depth)
{
	s->at++;
	skip_blank(s);
	if (take(s, ']'))
		return true;
	do {
		if (!skip_value(s, depth))
			return false;
	} while (take(s, ','));
	return take(s, ']');
}

static bool skip_object(struct scan *s, unsigned depth)
{
	struct str key;

	s->at++;
	skip_blank(s);
	if (take(s, '}'))
		return true;
	do {
		if (!skip_key(s, &key) || !skip_value(s, depth))
			return false;
	} while (take(s, ','));
	return take(s, '}');
}

static bool skip_bare_value(struct scan *s, unsigned depth)
{
	switch (s->at < s->end ? *s->at : '\0') {
	case '{':
		return depth > 0 && skip_object(s, depth - 1);
	case '[':
		return depth > 0 && skip_array(s, depth - 1);
	case '"':
		return skip_string(s);
	case 't':
		return skip_word(s, "true");
	case 'f':
		return skip_word(s, "false");
	case 'n':
		return skip_word(s, "null");
	default:
		return skip_number(s);
	}
}

/* With the blanks on both sides of it. */
static bool skip_value(struct scan *s, unsigned depth)
{
	skip_blank(s);
	if (!skip_bare_value(s, depth))
		return false;
	skip_blank(s);
	return true;
}

static bool take_value(struct scan *s, struct str *out)
{
	skip_blank(s);
	out->data = s->at;
	if (!skip_bare_value(s, json_depth_max))
		return false;
	out->length = (size_t)(s->at - out->data);
	skip_blank(s);
	return true;
}

bool json_check(struct str text)
{
	struct scan s = scan_of(text);

	return skip_value(&s, json_depth_max) && s.at == s.end;
}

struct picker {
	struct scan s;
	const struct json_field *fields;
	size_t count;
	const char *rest[json_fields_max]; /* of each field's path, from the level that is being read */
};

static bool segment_is(const char *path, size_t length, struct str key)
{
	char plain[256];

	if (!memchr(key.data, '\\', key.length))
		return key.length == length + 2 && memcmp(key.data + 1, path, length) == 0;
	return json_copy(key, plain, sizeof(plain)) && strlen(plain) == length && memcmp(plain, path, length) == 0;
}

/* Which of the `live` fields this key belongs to: those it is the end of, and those that lie deeper. */
static void match_key(struct picker *p, struct str key, uint64_t live, uint64_t *ends, uint64_t *deeper)
{
	for (size_t i = 0; i < p->count; i++) {
		size_t length;

		if (!(live >> i & 1))
			continue;
		length = strcspn(p->rest[i], ".");
		if (!segment_is(p->rest[i], length, key))
			continue;
		if (p->rest[i][length] == '\0') {
			*ends |= UINT64_C(1) << i;
		} else {
			*deeper |= UINT64_C(1) << i;
			p->rest[i] += length + 1;
		}
	}
}

static bool pick_object(struct picker *p, uint64_t live, unsigned depth);

static bool pick_member(struct picker *p, uint64_t *live, unsigned depth)
{
	uint64_t ends = 0, deeper = 0;
	struct str key, value;

	if (!skip_key(&p->s, &key))
		return false;
	match_key(p, key, *live, &ends, &deeper);
	*live &= ~(ends | deeper);
	skip_blank(&p->s);
	value.data = p->s.at;
	if (!(deeper && is_at(&p->s, '{') ? pick_object(p, deeper, depth) : skip_bare_value(&p->s, depth)))
		return false;
	value.length = (size_t)(p->s.at - value.data);
	skip_blank(&p->s);
	for (size_t i = 0; ends; i++, ends >>= 1)
		if (ends & 1)
			*p->fields[i].out = value;
	return true;
}

static bool pick_object(struct picker *p, uint64_t live, unsigned depth)
{
	if (depth == 0 || !take(&p->s, '{'))
		return false;
	skip_blank(&p->s);
	if (take(&p->s, '}'))
		return true;
	do {
		if (!pick_member(p, &live, depth - 1))
			return false;
	} while (take(&p->s, ','));
	return take(&p->s, '}');
}

static void clear_fields(const struct json_field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*fields[i].out = STR_NONE;
}

int json_pick(struct str object, const struct json_field *fields, size_t count)
{
	struct picker p = {.s = scan_of(object), .fields = fields, .count = count};
	uint64_t all = count == json_fields_max ? UINT64_MAX : (UINT64_C(1) << count) - 1;

	assert(count <= json_fields_max);
	clear_fields(fields, count);
	for (size_t i = 0; i < count; i++)
		p.rest[i] = fields[i].path;
	skip_blank(&p.s);
	if (pick_object(&p, all, json_depth_max)) {
		skip_blank(&p.s);
		if (p.s.at == p.s.end)
			return 0;
	}
	clear_fields(fields, count);
	return -1;
}

/* To the next element of a container: behind its bracket at first, behind a comma later. False at its end and on nonsense. */
static bool next_element(struct scan *s, char open, char close, struct str *rest)
{
	bool first;

	skip_blank(s);
	first = take(s, open);
	skip_blank(s);
	if (is_at(s, close)) {
		*rest = STR_NONE;
		return false;
	}
	return first || take(s, ',');
}

/* Behind an element; false when neither another one nor the end of the container follows. */
static bool end_element(const struct scan *s, char close, struct str *rest)
{
	if (!is_at(s, ',') && !is_at(s, close))
		return false;
	*rest = (struct str){s->at, (size_t)(s->end - s->at)};
	return true;
}

bool json_next_item(struct str *rest, struct str *item)
{
	struct scan s = scan_of(*rest);

	return next_element(&s, '[', ']', rest) && take_value(&s, item) && end_element(&s, ']', rest);
}

bool json_next_member(struct str *rest, struct str *key, struct str *value)
{
	struct scan s = scan_of(*rest);

	return next_element(&s, '{', '}', rest) && skip_key(&s, key) && take_value(&s, value) && end_element(&s, '}', rest);
}

struct str json_get(struct str object, const char *key)
{
	struct str name, value;

	while (json_next_member(&object, &name, &value))
		if (json_is(name, key))
			return value;
	return STR_NONE;
}
