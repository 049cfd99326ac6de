/* SPDX-License-Identifier: Apache-2.0 */
/* Documents -> expectations -> what is not met, told where it is expected. */
#include "compiler/expect/expect.h"

#include "compiler/emit/emit.h"
#include "lib/contract/keys.h"

static const struct str keys[] = {{"environment", 11}, {"objects", 7}, {"absent", 6}, {"diagnostics", 11}};
enum { key_count = sizeof(keys) / sizeof(*keys), shown_max = 60 };

static bool unknown(const struct member *m, struct diag_list *diags)
{
	struct diag *d = diag_report(diags, diag_E0201, m->key_at, "unknown field `%.*s` of an expectation", STR_ARG(m->key));

	diag_suggest(diags, d, m->key, keys, key_count);
	return false;
}

static bool wrong_kind(const struct member *m, const char *wanted, struct diag_list *diags)
{
	diag_report(diags, diag_E0203, m->value->at, "`%.*s` must be %s, not %s", STR_ARG(m->key), wanted,
		    node_kind_name(m->value->kind));
	return false;
}

static bool all_are(const struct node *list, enum node_kind kind)
{
	if (list->kind != node_list)
		return false;
	for (uint32_t i = 0; i < list->item_count; i++)
		if (list->items[i]->kind != kind)
			return false;
	return true;
}

static bool decode_member(const struct member *m, struct diag_list *diags, struct expectation *out)
{
	if (str_is(m->key, "environment")) {
		out->environment = node_text(m->value);
		return out->environment.length || wrong_kind(m, "the name of an environment", diags);
	}
	if (str_is(m->key, "diagnostics")) {
		out->diagnostics = m->value;
		return all_are(m->value, node_string) || wrong_kind(m, "a list of codes", diags);
	}
	if (!str_is(m->key, "objects") && !str_is(m->key, "absent"))
		return unknown(m, diags);
	*(str_is(m->key, "objects") ? &out->objects : &out->absent) = m->value;
	return all_are(m->value, node_map) || wrong_kind(m, "a list of objects", diags);
}

bool expectation_decode(const struct node *document, struct diag_list *diags, struct expectation *out)
{
	bool ok = true;

	*out = (struct expectation){.at = document};
	if (document->kind != node_map) {
		diag_report(diags, diag_E0203, document->at, "an expectation must be a map, not %s", node_kind_name(document->kind));
		return false;
	}
	for (uint32_t i = 0; i < document->member_count; i++)
		ok &= decode_member(&document->members[i], diags, out);
	return ok;
}

/* A value on one line, cut where it is long. */
static struct str shown(struct arena *a, const struct node *n)
{
	struct str out = STR("nothing");
	struct error err;
	struct buf b;

	if (!n)
		return out;
	buf_init(&b, 1 << 26);
	if (emit_json(n, &b, &err) == 0)
		out = arena_format(a, "`%.*s%s`", STR_ARG(str_slice(buf_str(&b), 0, shown_max)), b.length > shown_max ? "…" : "");
	buf_release(&b);
	return out;
}

/* An object that a hook made may have no label; then it is of the run of any that has. */
static struct str run_of(const struct outcome *outcome, const struct node *object)
{
	struct str run = node_text(node_get(node_path(object, "metadata.labels"), LABEL_RUN));

	for (uint32_t i = 0; !run.length && i < outcome->objects->item_count; i++)
		run = node_text(node_get(node_path(outcome->objects->items[i], "metadata.labels"), LABEL_RUN));
	return run;
}

/* "Job pi-launcher", without the run's hash: it says nothing about what is wrong. */
static struct str title(struct arena *a, const struct node *object, struct str run)
{
	struct str name = node_text(node_path(object, "metadata.name")), dashed = arena_format(a, "-%.*s", STR_ARG(run));

	for (size_t i = 0; run.length && i + dashed.length <= name.length; i++)
		if (str_equal(str_slice(name, i, i + dashed.length), dashed))
			name = arena_join(a, str_slice(name, 0, i), str_slice(name, i + dashed.length, name.length));
	return arena_format(a, "%.*s%s%.*s", STR_ARG(node_text(node_get(object, "kind"))), name.length ? " " : "", STR_ARG(name));
}

/* Of an object that came out. */
static struct str title_of(const struct outcome *outcome, const struct node *object, struct arena *a)
{
	return title(a, object, run_of(outcome, object));
}

/* Kind and name, which say whether an object is the one that is meant. */
static bool is_meant(const struct node *expected, const struct node *object, const struct outcome *outcome, struct arena *a)
{
	const struct node *kind = node_get(expected, "kind"), *name = node_path(expected, "metadata.name");
	struct mismatch unseen;

	return (!kind || expect_compare(kind, node_get(object, "kind"), STR_NONE, a, &unseen) == 0) &&
	       (!name || expect_compare(name, node_path(object, "metadata.name"), run_of(outcome, object), a, &unseen) == 0);
}

static void report_absent(const struct node *expected, const struct outcome *outcome, struct diag_list *diags)
{
	struct str all = STR_NONE;
	struct diag *d;

	for (uint32_t i = 0; i < outcome->objects->item_count; i++)
		all = arena_format(diags->arena, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
				   STR_ARG(title_of(outcome, outcome->objects->items[i], diags->arena)));
	d = diag_report(diags, diag_E0512, expected->at, "there is no %.*s", STR_ARG(title(diags->arena, expected, STR_NONE)));
	diag_help(diags, d, "there is: %.*s", STR_ARG(all));
}

static bool check_object(const struct node *expected, const struct outcome *outcome, struct diag_list *diags)
{
	struct mismatch found, best = {0};
	const struct node *nearest = NULL;
	uint32_t least = UINT32_MAX;

	for (uint32_t i = 0; i < outcome->objects->item_count && least; i++) {
		const struct node *object = outcome->objects->items[i];
		uint32_t count = is_meant(expected, object, outcome, diags->arena) ?
					 expect_compare(expected, object, run_of(outcome, object), diags->arena, &found) :
					 UINT32_MAX;

		if (count >= least)
			continue;
		least = count;
		nearest = object;
		best = found;
	}
	if (!nearest)
		report_absent(expected, outcome, diags);
	else if (least)
		diag_report(diags, diag_E0512, best.expected->at, "`%.*s` of %.*s is %.*s", STR_ARG(best.path),
			    STR_ARG(title_of(outcome, nearest, diags->arena)), STR_ARG(shown(diags->arena, best.actual)));
	return least == 0;
}

static bool check_absent(const struct node *expected, const struct outcome *outcome, struct diag_list *diags)
{
	struct mismatch unseen;

	for (uint32_t i = 0; i < outcome->objects->item_count; i++) {
		const struct node *object = outcome->objects->items[i];

		if (expect_compare(expected, object, run_of(outcome, object), diags->arena, &unseen))
			continue;
		diag_report(diags, diag_E0512, expected->at, "there is %.*s", STR_ARG(title_of(outcome, object, diags->arena)));
		return false;
	}
	return true;
}

static bool was_reported(const struct outcome *outcome, struct str code)
{
	for (uint32_t i = 0; i < outcome->diags->count; i++)
		if (str_is(code, diag_code_info(outcome->diags->items[i].code)->name))
			return true;
	return false;
}

static bool is_listed(const struct node *codes, const char *code)
{
	for (uint32_t i = 0; i < codes->item_count; i++)
		if (str_is(codes->items[i]->text, code))
			return true;
	return false;
}

/* What is reported and not expected is told in the words of the report itself. */
static bool check_diagnostics(const struct expectation *e, const struct outcome *outcome, struct diag_list *diags)
{
	bool ok = true;

	for (uint32_t i = 0; e->diagnostics && i < e->diagnostics->item_count; i++) {
		const struct node *code = e->diagnostics->items[i];

		if (was_reported(outcome, code->text))
			continue;
		diag_report(diags, diag_E0513, code->at, "`%.*s` was not reported", STR_ARG(code->text));
		ok = false;
	}
	for (uint32_t i = 0; i < outcome->diags->count; i++) {
		const struct diag *d = &outcome->diags->items[i];
		const struct diag_code_info *info = diag_code_info(d->code);
		struct diag *told;

		if (e->diagnostics ? is_listed(e->diagnostics, info->name) : info->severity == diag_warning)
			continue;
		told = diag_report(diags, diag_E0513, d->at, "unexpected %s: %.*s", info->name, STR_ARG(d->message));
		diag_label(diags, told, e->diagnostics ? e->diagnostics->at : e->at->at, "expected here");
		ok = false;
	}
	return ok;
}

bool expectation_check(const struct expectation *e, const struct outcome *outcome, struct diag_list *diags)
{
	bool ok = check_diagnostics(e, outcome, diags);

	/* What a job with mistakes leaves is no result. */
	if (!ok || outcome->diags->errors)
		return ok;
	for (uint32_t i = 0; e->objects && i < e->objects->item_count; i++)
		ok &= check_object(e->objects->items[i], outcome, diags);
	for (uint32_t i = 0; e->absent && i < e->absent->item_count; i++)
		ok &= check_absent(e->absent->items[i], outcome, diags);
	return ok;
}
