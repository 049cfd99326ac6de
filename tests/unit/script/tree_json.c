/* SPDX-License-Identifier: Apache-2.0 */
/* JSON <-> trees for tests. */
#include "tests/unit/script/tree_json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "tests/support/test.h"

struct builder {
	struct arena *a;
	struct source *source;
	uint32_t next;
};

static struct node *build(struct builder *b, const cJSON *json)
{
	struct place at = {b->source, b->next++, 1};
	struct node *n;

	if (cJSON_IsString(json))
		return node_new_string(b->a, arena_str(b->a, str_from(json->valuestring)), at);
	if (cJSON_IsBool(json))
		return node_new_bool(b->a, cJSON_IsTrue(json), at);
	if (cJSON_IsNumber(json) && json->valuedouble == trunc(json->valuedouble))
		return node_new_int(b->a, (int64_t)json->valuedouble, at);
	n = node_new(b->a,
		     cJSON_IsArray(json)    ? node_list
		     : cJSON_IsObject(json) ? node_map
		     : cJSON_IsNumber(json) ? node_float
					    : node_null,
		     at);
	if (n->kind == node_float)
		n->number = json->valuedouble;
	for (const cJSON *child = json->child; child; child = child->next) {
		struct node *value = build(b, child);

		if (n->kind == node_list)
			node_add(b->a, n, value);
		else
			node_append_member(b->a, n, (struct member){arena_str(b->a, str_from(child->string)), value->at, value});
	}
	return n;
}

struct node *tree_from_json(struct arena *a, const char *json)
{
	cJSON *parsed = cJSON_Parse(json);
	char *spaces = arena_alloc(a, strlen(json) + 1);
	struct builder b = {.a = a};
	struct node *out;

	assert_non_null(parsed);
	memset(spaces, '.', strlen(json));
	b.source = source_new(a, source_file, STR("job.yaml"), str_from(spaces));
	out = build(&b, parsed);
	cJSON_Delete(parsed);
	return out;
}

static struct str join(struct arena *a, struct str x, const char *y)
{
	return arena_join(a, x, str_from(y));
}

static struct str quoted(struct arena *a, struct str text)
{
	struct str out = STR("\"");

	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c == '\n')
			out = join(a, out, "\\n");
		else
			out = arena_format(a, "%.*s%s%c", STR_ARG(out), c == '"' || c == '\\' ? "\\" : "", c);
	}
	return join(a, out, "\"");
}

static struct str items_to_json(struct arena *a, const struct node *n)
{
	struct str out = STR_NONE;

	for (uint32_t i = 0; i < n->item_count; i++) {
		struct str item = tree_to_json(a, n->items[i]);

		out = arena_format(a, "%.*s%s%.*s", STR_ARG(out), i ? "," : "", STR_ARG(item));
	}
	return arena_format(a, "[%.*s]", STR_ARG(out));
}

static struct str members_to_json(struct arena *a, const struct node *n)
{
	struct str out = STR_NONE;

	for (uint32_t i = 0; i < n->member_count; i++) {
		struct str key = quoted(a, n->members[i].key), value = tree_to_json(a, n->members[i].value);

		out = arena_format(a, "%.*s%s%.*s:%.*s", STR_ARG(out), i ? "," : "", STR_ARG(key), STR_ARG(value));
	}
	return arena_format(a, "{%.*s}", STR_ARG(out));
}

struct str tree_to_json(struct arena *a, const struct node *n)
{
	switch (n->kind) {
	case node_null:
		return STR("null");
	case node_bool:
		return n->boolean ? STR("true") : STR("false");
	case node_int:
		return arena_format(a, "%lld", (long long)n->integer);
	case node_float:
		return arena_format(a, "%.17g", n->number);
	case node_string:
		return quoted(a, n->text);
	case node_list:
		return items_to_json(a, n);
	case node_map:
		return members_to_json(a, n);
	}
	return STR_NONE;
}
