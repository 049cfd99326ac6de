/* SPDX-License-Identifier: Apache-2.0 */
/* lib/kube/json against cJSON, which accepts more than RFC 8259: what we take, it takes, and reads the same. */
#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "lib/kube/json.h"
#include "tests/fuzz/fuzz.h"

static bool contains(struct str text, const char *part)
{
	return text.length && memmem(text.data, text.length, part, strlen(part));
}

/* cJSON (1.7.15) reads 63 characters of a number at most. */
static bool has_long_number(struct str text)
{
	size_t run = 0;

	for (size_t i = 0; i < text.length && run < 60; i++)
		run = text.data[i] && strchr("0123456789+-.eE", text.data[i]) ? run + 1 : 0;
	return run == 60;
}

static void check_same(struct arena *a, struct str raw, const cJSON *c);

static void check_items(struct arena *a, struct str raw, const cJSON *c)
{
	const cJSON *child = c->child;
	struct str rest = raw, item;

	while (json_next_item(&rest, &item)) {
		FUZZ_CHECK(child, "too many items: %.*s", STR_ARG(raw));
		check_same(a, item, child);
		child = child->next;
	}
	FUZZ_CHECK(!child && !rest.data, "too few items: %.*s", STR_ARG(raw));
}

static void check_members(struct arena *a, struct str raw, const cJSON *c)
{
	const cJSON *child = c->child;
	struct str rest = raw, key, value, name;

	while (json_next_member(&rest, &key, &value)) {
		FUZZ_CHECK(child && (!json_text(key, a, &name) || str_is(name, child->string)), "another key: %.*s", STR_ARG(key));
		check_same(a, value, child);
		child = child->next;
	}
	FUZZ_CHECK(!child && !rest.data, "too few members: %.*s", STR_ARG(raw));
}

/* Invalid UTF-8 is cJSON's to accept and ours to refuse. */
static void check_string(struct arena *a, struct str raw, const cJSON *c)
{
	char copy[64];
	struct str text;

	if (!json_text(raw, a, &text))
		return;
	FUZZ_CHECK(str_is(text, c->valuestring), "%.*s", STR_ARG(raw));
	FUZZ_CHECK(json_is(raw, c->valuestring), "%.*s", STR_ARG(raw));
	FUZZ_CHECK(json_copy(raw, copy, sizeof(copy)) == (text.length < sizeof(copy)), "%.*s", STR_ARG(raw));
}

static void check_number(struct str raw, const cJSON *c)
{
	int64_t n;

	if (json_integer(raw, &n) && fabs(c->valuedouble) < 9e15)
		FUZZ_CHECK((double)n == c->valuedouble, "%.*s", STR_ARG(raw));
}

static void check_same(struct arena *a, struct str raw, const cJSON *c)
{
	bool b;

	if (cJSON_IsArray(c))
		check_items(a, raw, c);
	else if (cJSON_IsObject(c))
		check_members(a, raw, c);
	else if (cJSON_IsString(c))
		check_string(a, raw, c);
	else if (cJSON_IsNumber(c))
		check_number(raw, c);
	else if (cJSON_IsBool(c))
		FUZZ_CHECK(json_boolean(raw, &b) && b == cJSON_IsTrue(c), "%.*s", STR_ARG(raw));
	else
		FUZZ_CHECK(str_is(raw, "null"), "%.*s", STR_ARG(raw));
}

static void check_found(struct arena *a, struct str raw, const cJSON *c)
{
	FUZZ_CHECK((raw.length > 0) == (c != NULL), "%.*s", STR_ARG(raw));
	if (c)
		check_same(a, raw, c);
}

static void check_pick(struct arena *a, struct str input, const cJSON *c)
{
	struct str one, two, name;
	const struct json_field fields[] = {{"a", &one}, {"a.b", &two}, {"metadata.name", &name}};
	bool is_object = json_pick(input, fields, 3) == 0;

	FUZZ_CHECK(is_object == (c && cJSON_IsObject(c)), "%.*s", STR_ARG(input));
	if (!is_object)
		return;
	check_found(a, one, cJSON_GetObjectItemCaseSensitive(c, "a"));
	check_found(a, two, cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(c, "a"), "b"));
	check_found(a, name, cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(c, "metadata"), "name"));
	check_found(a, json_get(input, "a"), cJSON_GetObjectItemCaseSensitive(c, "a"));
}

/* Any text, quoted, reads back; byte for byte when it was UTF-8. */
static void check_quote(struct arena *a, struct str input)
{
	struct str quoted, text;
	struct buf b;

	buf_init(&b, 1 << 20);
	json_quote(&b, input);
	quoted = arena_str(a, buf_str(&b));
	buf_release(&b);
	FUZZ_CHECK(json_check(quoted) && json_text(quoted, a, &text), "%.*s", STR_ARG(quoted));
	FUZZ_CHECK(str_equal(text, input) || contains(text, "\xEF\xBF\xBD"), "%.*s", STR_ARG(quoted));
}

static void delete_tree(void *tree)
{
	cJSON_Delete(tree);
}

void fuzz_input(struct arena *a, struct str input)
{
	struct str rest = input, key, value;
	cJSON *c = NULL;

	check_quote(a, input);
	while (json_next_member(&rest, &key, &value))
		FUZZ_CHECK(value.length > 0, "%.*s", STR_ARG(key));
	if (contains(input, "\\u0000") || has_long_number(input))
		return;
	if (!json_check(input)) {
		check_pick(a, input, NULL);
		return;
	}
	c = cJSON_ParseWithLength(input.data, input.length);
	if (!c && contains(input, "\\u"))
		return;
	FUZZ_CHECK(c, "cJSON refuses: %.*s", STR_ARG(input));
	arena_defer(a, delete_tree, c);
	check_same(a, str_trim(input), c);
	check_pick(a, input, c);
}
