/* SPDX-License-Identifier: Apache-2.0 */
/* A functionConfig of whichever kind -> one map -> the fields, by the same table code as job files. */
#include "compiler/cli/fn_config.h"

#include "compiler/cli/krm.h"

#define ROW(name, kind, text) .path = #name, .type = &field_##kind, .offset = offsetof(struct fn_config, name), .doc = (text)

static const char *const targets[] = {"auto", "split", "indexed", NULL};

static const struct field rows[] = {
	{ROW(inputs, strings, "Job files and folders to compile, seen from where the function runs.")},
	{ROW(environment, string, "The environment of mpicc.yaml to compile for.")},
	{ROW(project, string, "Use this file instead of the nearest mpicc.yaml.")},
	{ROW(keys, string, "Where ssh keys come from, in place of what the jobs say.")},
	{ROW(target, choice, "Shape of the manifests."), .fallback = "auto", .choices = targets},
};

enum { row_count = sizeof(rows) / sizeof(*rows) };

static const struct field_table table = {"functionConfig", rows, row_count};

static bool is_kind(const struct node *config, const char *version, const char *kind)
{
	return str_is(node_text(node_get(config, "apiVersion")), version) && str_is(node_text(node_get(config, "kind")), kind);
}

static struct node *words_of(const struct node *text, struct arena *a)
{
	struct node *list = node_new(a, node_list, text->at);
	struct str rest = text->text, line, word;

	while (str_cut(&rest, '\n', &line))
		while (str_cut(&line, ' ', &word))
			if (str_trim(word).length)
				node_add(a, list, node_new_string(a, str_trim(word), text->at));
	return list;
}

/* Data of a ConfigMap are strings all of them. */
static struct node *from_config_map(const struct node *config, struct arena *a)
{
	const struct node *data = node_get(config, "data"), *inputs = node_get(data, "inputs");
	struct node *map = node_is(data, node_map) ? node_copy(a, data) : node_new(a, node_map, config->at);

	if (node_is(inputs, node_string))
		node_put(a, map, "inputs", words_of(inputs, a));
	return map;
}

static struct node *from_compile(const struct node *config, struct arena *a)
{
	struct node *map = node_copy(a, config);

	node_remove(map, STR("apiVersion"));
	node_remove(map, STR("kind"));
	node_remove(map, STR("metadata"));
	return map;
}

static bool decode(const struct node *map, struct arena *a, struct diag_list *diags, struct fn_config *out)
{
	struct decoder decoder = {a, diags};
	const struct node *nodes[row_count];

	return field_decode(&decoder, &table, map, out, nodes);
}

bool fn_config_read(const struct node *config, struct arena *a, struct diag_list *diags, struct fn_config *out)
{
	struct diag *d;
	struct node *job;

	*out = (struct fn_config){0};
	if (!config)
		return true;
	if (krm_is_job(config)) {
		job = node_copy(a, config);
		krm_forget_origin(job);
		out->job = job;
		return true;
	}
	if (is_kind(config, "v1", "ConfigMap"))
		return decode(from_config_map(config, a), a, diags, out);
	if (is_kind(config, "mpicc.dev/v1", "Compile"))
		return decode(from_compile(config, a), a, diags, out);
	d = diag_report(diags, diag_E0303, config->at, "a functionConfig of an unknown kind: apiVersion `%.*s`, kind `%.*s`",
			STR_ARG(node_text(node_get(config, "apiVersion"))), STR_ARG(node_text(node_get(config, "kind"))));
	diag_help(diags, d, "it is a job (`kind: MPIJob`), `apiVersion: mpicc.dev/v1` with `kind: Compile`, or a ConfigMap");
	return false;
}
