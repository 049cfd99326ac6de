/* SPDX-License-Identifier: Apache-2.0 */
/* Reporting from within an object: the user's line first, then the way from there into the manifest. */
#include "compiler/validate/schema_walk.h"

#include <stdarg.h>

#include "lib/contract/names.h"

bool walk_has_enough(const struct walk *w)
{
	return w->diags->errors >= w->enough;
}

static struct str path_text(struct arena *a, const struct step *step)
{
	struct str up;

	if (!step)
		return STR_NONE;
	up = path_text(a, step->up);
	if (!step->key.data)
		return arena_format(a, "%.*s[%u]", STR_ARG(up), step->index);
	if (str_find(step->key, '.') != SIZE_MAX)
		return arena_format(a, "%.*s[\"%.*s\"]", STR_ARG(up), STR_ARG(step->key));
	return arena_format(a, "%.*s%s%.*s", STR_ARG(up), up.length ? "." : "", STR_ARG(step->key));
}

/* The run's hash is not known yet, so its place is left open. */
static struct str object_name(struct arena *a, const struct node *object)
{
	static const char hash[] = RUN_ID_PLACEHOLDER;
	struct str name = node_text(node_path(object, "metadata.name"));

	for (size_t i = 0; i + sizeof(hash) - 1 <= name.length; i++)
		if (str_starts(str_slice(name, i, name.length), hash))
			return arena_format(a, "%.*s…%.*s", STR_ARG(str_slice(name, 0, i)),
					    STR_ARG(str_slice(name, i + sizeof(hash) - 1, name.length)));
	return name;
}

static bool is_within(struct place inner, struct place outer)
{
	return inner.source == outer.source && inner.offset >= outer.offset && inner.offset - outer.offset < outer.length;
}

/* Through which door a value came into the job's objects; nothing for what the job says itself, or the compiler. */
static struct str origin(const struct walk *w, struct place at)
{
	static const char *const origins[] = {
		[source_file] = "",
		[source_project] = "from the defaults of mpicc.yaml, ",
		[source_default] = "a default, ",
		[source_flavour] = "from the flavour, ",
		[source_builtin] = "",
		[source_hook] = "from a hook, ",
		[source_template] = "",
		[source_option] = "from the command line, ",
	};

	if (at.source && w->target->environment.length && is_within(at, w->target->environments_at))
		return arena_format(w->diags->arena, "from the environment `%.*s`, ", STR_ARG(w->target->environment));
	return str_from(at.source ? origins[at.source->kind] : "");
}

struct diag *walk_report(const struct walk *w, const struct step *step, enum diag_code code, struct place at, const char *format,
			 ...)
{
	struct arena *a = w->diags->arena;
	struct str path = path_text(a, step), message;
	struct place place = place_is_users(at) ? at : w->job;
	struct diag *d;
	va_list args;

	va_start(args, format);
	message = arena_vformat(a, format, args);
	va_end(args);
	d = diag_report(w->diags, code, place, "%.*s", STR_ARG(message));
	if (!w->job.source)
		return d;
	diag_label(w->diags, d, w->job, "%.*sin %.*s `%.*s`%s%.*s%s", STR_ARG(origin(w, place)),
		   STR_ARG(node_text(node_get(w->object, "kind"))), STR_ARG(object_name(a, w->object)),
		   path.length ? ", at `" : "", STR_ARG(path), path.length ? "`" : "");
	return d;
}

struct str walk_name(const struct walk *w, const struct step *step)
{
	struct arena *a = w->diags->arena;
	const struct step *named = step;

	while (named && !named->key.data)
		named = named->up;
	if (!named)
		return arena_format(a, "the %.*s", STR_ARG(node_text(node_get(w->object, "kind"))));
	return arena_format(a, "%s`%.*s`", named == step ? "" : "an item of ", STR_ARG(named->key));
}

bool walk_has(const struct walk *w, const struct schema_row *row)
{
	return w->target->version >= row->since && w->target->version <= row->until;
}

void walk_report_version(const struct walk *w, const struct step *step, struct place at, struct str what, unsigned since,
			 unsigned until)
{
	unsigned version = w->target->version;
	bool later = version < since;
	struct diag *d =
		walk_report(w, step, diag_E0802, at, "`%.*s` is there %s Kubernetes 1.%u, and the manifests are for 1.%u",
			    STR_ARG(what), later ? "since" : "until", later ? since : until, version);

	if (w->target->version_at.source)
		diag_label(w->diags, d, w->target->version_at, "the version is chosen here");
	else
		diag_help(w->diags, d, "`kubernetes` in mpicc.yaml says which version the clusters have; without it, it is 1.%u",
			  version);
}

void walk_suggest(const struct walk *w, struct diag *d, const struct schema_type *type, struct str word)
{
	struct str *names = arena_array(w->diags->arena, struct str, type->count);
	const struct schema_row *rows = w->set->rows + type->rows;
	size_t count = 0;

	for (uint32_t i = 0; i < type->count; i++)
		if (walk_has(w, &rows[i]) && w->set->texts[rows[i].text])
			names[count++] = schema_text(w->set, rows[i].text);
	diag_suggest(w->diags, d, word, names, count);
}
