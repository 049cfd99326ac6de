/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0 (OASIS): one run, the rules it reports, each result with its places, fix and fingerprint. */
#include <stdlib.h>

#include "compiler/cli/json.h"
#include "compiler/cli/report.h"

struct sarif {
	struct arena *arena;
	const struct diag_list *diags;
	int32_t rule_of[diag_code_count]; /* index into the run's rules, -1: none */
	struct print {
		uint64_t hash;
		uint32_t index, nth;      /* among equal ones, from 1 */
	} *prints;                        /* a result each */
};

static struct node *message(struct arena *a, struct str text)
{
	struct node *map = node_new(a, node_map, PLACE_NONE);

	node_put(a, map, "text", report_text(a, text));
	return map;
}

/* A path as a URI reference: RFC 3986's unreserved characters and slashes stay. */
static struct str uri(struct arena *a, struct str path)
{
	struct str out = str_starts(path, "/") ? STR("file://") : STR("");

	for (size_t i = 0; i < path.length; i++) {
		unsigned char c = (unsigned char)path.data[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' ||
			     c == '_' || c == '~';

		out = plain ? arena_join(a, out, str_slice(path, i, i + 1)) : arena_format(a, "%.*s%%%02X", STR_ARG(out), c);
	}
	return out;
}

static struct node *artifact(struct arena *a, struct place at)
{
	struct node *map = node_new(a, node_map, PLACE_NONE);

	node_put(a, map, "uri", node_new_string(a, uri(a, report_path(a, at)), PLACE_NONE));
	return map;
}

static struct node *region(struct arena *a, struct place at)
{
	return report_region(a, at, "startLine", "startColumn", "endLine", "endColumn");
}

static struct node *location(struct arena *a, struct place at)
{
	struct node *map = node_new(a, node_map, PLACE_NONE), *physical = node_ensure_map(a, map, "physicalLocation");

	node_put(a, physical, "artifactLocation", artifact(a, at));
	node_put(a, physical, "region", region(a, at));
	return map;
}

static void put_related(struct arena *a, struct node *result, const struct diag *d)
{
	for (uint32_t i = 0; i < d->label_count; i++) {
		struct node *related;

		if (!d->labels[i].at.source)
			continue;
		related = location(a, d->labels[i].at);
		node_put(a, related, "id", node_new_int(a, (int64_t)i + 1, PLACE_NONE));
		node_put(a, related, "message", message(a, d->labels[i].text));
		node_add(a, node_ensure_list(a, result, "relatedLocations"), related);
	}
}

static void put_fix(struct arena *a, struct node *result, const struct diag *d)
{
	struct node *fix, *change, *replacement;

	if (!d->fix_at.source)
		return;
	replacement = node_new(a, node_map, PLACE_NONE);
	node_put(a, replacement, "deletedRegion", region(a, d->fix_at));
	node_put(a, replacement, "insertedContent", message(a, d->fix_text));
	change = node_new(a, node_map, PLACE_NONE);
	node_put(a, change, "artifactLocation", artifact(a, d->fix_at));
	node_add(a, node_ensure_list(a, change, "replacements"), replacement);
	fix = node_new(a, node_map, PLACE_NONE);
	node_put(a, fix, "description", message(a, d->help.length ? d->help : d->message));
	node_add(a, node_ensure_list(a, fix, "artifactChanges"), change);
	node_add(a, node_ensure_list(a, result, "fixes"), fix);
}

static int by_hash(const void *left, const void *right)
{
	const struct print *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->index < b->index ? -1 : 1;
}

static int by_index(const void *left, const void *right)
{
	const struct print *a = left, *b = right;

	return a->index < b->index ? -1 : 1;
}

/* Equal lines with equal messages are told apart by their number, as code scanning does it. */
static void make_prints(struct sarif *s)
{
	uint32_t count = s->diags->count;

	s->prints = arena_array(s->arena, struct print, count ? count : 1);
	for (uint32_t i = 0; i < count; i++)
		s->prints[i] = (struct print){report_fingerprint(s->arena, &s->diags->items[i]), i, 1};
	qsort(s->prints, count, sizeof(*s->prints), by_hash);
	for (uint32_t i = 1; i < count; i++)
		if (s->prints[i].hash == s->prints[i - 1].hash)
			s->prints[i].nth = s->prints[i - 1].nth + 1;
	qsort(s->prints, count, sizeof(*s->prints), by_index);
}

static struct str line_hash(const struct sarif *s, uint32_t index)
{
	return arena_format(s->arena, "%016llx:%u", (unsigned long long)s->prints[index].hash, s->prints[index].nth);
}

static struct node *result(struct sarif *s, uint32_t index)
{
	const struct diag *d = &s->diags->items[index];
	struct arena *a = s->arena;
	struct node *map = node_new(a, node_map, PLACE_NONE);
	struct str text = d->help.length ? arena_format(a, "%.*s\n%.*s", STR_ARG(d->message), STR_ARG(d->help)) : d->message;

	node_put(a, map, "ruleId", report_text(a, str_from(diag_code_info(d->code)->name)));
	node_put(a, map, "ruleIndex", node_new_int(a, s->rule_of[d->code], PLACE_NONE));
	node_put(a, map, "level", report_text(a, str_from(report_severity(d))));
	node_put(a, map, "message", message(a, text));
	if (d->at.source)
		node_add(a, node_ensure_list(a, map, "locations"), location(a, d->at));
	put_related(a, map, d);
	node_put(a, node_ensure_map(a, map, "partialFingerprints"), "primaryLocationLineHash",
		 node_new_string(a, line_hash(s, index), PLACE_NONE));
	put_fix(a, map, d);
	return map;
}

static struct node *rule(struct arena *a, const struct diag_code_info *info)
{
	struct node *map = node_new(a, node_map, PLACE_NONE);

	node_put(a, map, "id", report_text(a, str_from(info->name)));
	node_put(a, map, "shortDescription", message(a, str_from(info->title)));
	node_put(a, map, "fullDescription", message(a, str_from(info->explanation)));
	node_put(a, map, "help", message(a, str_from(info->explanation)));
	node_put_text(a, node_ensure_map(a, map, "defaultConfiguration"), "level",
		      info->severity == diag_error ? STR("error") : STR("warning"));
	return map;
}

static struct node *rules(struct sarif *s)
{
	struct node *list = node_new(s->arena, node_list, PLACE_NONE);
	bool used[diag_code_count] = {false};

	for (uint32_t i = 0; i < s->diags->count; i++)
		used[s->diags->items[i].code] = true;
	for (unsigned code = 0; code < diag_code_count; code++) {
		s->rule_of[code] = used[code] ? (int32_t)list->item_count : -1;
		if (used[code])
			node_add(s->arena, list, rule(s->arena, diag_code_info((enum diag_code)code)));
	}
	return list;
}

static struct node *run(struct sarif *s)
{
	struct arena *a = s->arena;
	struct node *map = node_new(a, node_map, PLACE_NONE), *driver = node_ensure_map(a, node_ensure_map(a, map, "tool"), "driver");
	struct node *results;

	node_put_text(a, driver, "name", STR(PROGRAM));
	node_put_text(a, driver, "version", STR(MPICC_VERSION));
	node_put(a, driver, "rules", rules(s));
	node_put_text(a, map, "columnKind", STR("unicodeCodePoints"));
	make_prints(s);
	results = node_ensure_list(a, map, "results");
	for (uint32_t i = 0; i < s->diags->count; i++)
		node_add(a, results, result(s, i));
	return map;
}

int report_print_sarif(const struct report *r)
{
	struct sarif s = {.arena = r->arena, .diags = r->diags};
	struct node *root = node_new(r->arena, node_map, PLACE_NONE);

	node_put_text(r->arena, root, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
	node_put_text(r->arena, root, "version", STR("2.1.0"));
	node_add(r->arena, node_ensure_list(r->arena, root, "runs"), run(&s));
	if (json_write(root, r->out, r->err) < 0)
		return -1;
	buf_putc(r->out, '\n');
	return 0;
}
