/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a flavour's Lua for one job and checks what it returns. */
#include "compiler/flavour/flavour.h"

#include "compiler/flavour/hosts.h"

static const char folder[] = "lua/flavours/";

static struct str builtin_name(struct str asset)
{
	size_t prefix = sizeof(folder) - 1;

	if (!str_starts(asset, folder) || !str_ends(asset, ".lua"))
		return STR_NONE;
	return str_slice(asset, prefix, asset.length - 4);
}

uint32_t flavour_builtin(struct arena *a, struct str **out)
{
	struct str *names = arena_array(a, struct str, asset_count);
	uint32_t count = 0;

	for (unsigned i = 0; i < asset_count; i++) {
		struct str name = builtin_name(assets[i].name);

		if (name.length)
			names[count++] = name;
	}
	*out = names;
	return count;
}

const struct asset *flavour_builtin_asset(struct arena *a, struct str name)
{
	return asset_find(arena_format(a, "%s%.*s.lua", folder, STR_ARG(name)));
}

struct making {
	const struct spec *spec;
	const struct source *source;
	struct diag_list *diags;
};

/* A wrong value of a flavour's is its author's mistake: the place is the flavour, the label the job. */
static bool report_field(struct making *m, struct str what, const char *wanted)
{
	struct place at = {m->source, 0, 0};
	struct diag *d = diag_report(m->diags, diag_E0551, at, "the flavour's `%.*s` must be %s", STR_ARG(what), wanted);

	diag_label(m->diags, d, spec_at(m->spec, spec_mpi), "used here");
	return false;
}

static bool report(struct making *m, const char *what, const char *wanted)
{
	return report_field(m, str_from(what), wanted);
}

static bool strings_only(const struct node *n)
{
	if (n->kind == node_map)
		for (uint32_t i = 0; i < n->member_count; i++)
			if (n->members[i].value->kind != node_string)
				return false;
	if (n->kind == node_list)
		for (uint32_t i = 0; i < n->item_count; i++)
			if (n->items[i]->kind != node_string)
				return false;
	return n->kind == node_map || n->kind == node_list;
}

static bool take_map(struct making *m, struct arena *a, const struct node *result, const char *field, struct node **out)
{
	struct node *value = node_get(result, field);

	*out = value ? value : node_new(a, node_map, PLACE_NONE);
	if (value && value->kind == node_list && value->item_count == 0)
		*out = node_new(a, node_map, value->at);
	if ((*out)->kind != node_map || !strings_only(*out))
		return report(m, field, "a table of names and strings");
	return true;
}

static const char *const known[] = {"hostfile", "env", "launch", "files"};

static bool only_known(struct making *m, const struct node *result)
{
	for (uint32_t i = 0; i < result->member_count; i++) {
		struct str key = result->members[i].key;
		bool found = false;

		for (size_t k = 0; k < sizeof(known) / sizeof(*known); k++)
			found |= str_is(key, known[k]);
		if (!found)
			return report_field(m, key, "left out: it is none of hostfile, env, launch and files");
	}
	return true;
}

static bool take(struct making *m, struct arena *a, const struct node *result, struct launch_plan *out)
{
	const struct node *hostfile = node_get(result, "hostfile");

	if (!node_is(result, node_map))
		return report(m, "plan", "a function that returns a table");
	if (!only_known(m, result))
		return false;
	if (!node_is(hostfile, node_string))
		return report(m, "hostfile", "a string");
	out->hostfile = hostfile->text;
	out->command = node_get(result, "launch");
	if (out->command && (out->command->kind != node_list || !strings_only(out->command) || !out->command->item_count))
		return report(m, "launch", "a list of strings");
	if (!take_map(m, a, result, "env", &out->env) || !take_map(m, a, result, "files", &out->files))
		return false;
	for (uint32_t i = 0; i < out->env->member_count; i++)
		if (!name_is_variable(out->env->members[i].key))
			return report(m, "env", "a table whose keys are names of environment variables");
	return true;
}

/* Options the job passes must be among those the flavour declares: a typo is not ignored. */
static bool check_options(struct making *m, struct arena *a, const struct node *declared, const struct node *options)
{
	uint32_t count = node_is(declared, node_map) ? declared->member_count : 0;
	struct str *names = arena_array(a, struct str, count);
	bool ok = true;

	for (uint32_t i = 0; i < count; i++)
		names[i] = declared->members[i].key;
	for (uint32_t i = 0; options && i < options->member_count; i++) {
		const struct member *o = &options->members[i];
		struct diag *d;

		if (node_get_str(declared, o->key))
			continue;
		d = diag_report(m->diags, diag_E0552, o->key_at, "flavour `%.*s` has no option `%.*s`", STR_ARG(m->spec->mpi.name),
				STR_ARG(o->key));
		diag_suggest(m->diags, d, o->key, names, count);
		ok = false;
	}
	return ok;
}

/* An own command in `launch`, or in an MPIJob's template, replaces what the flavour would make. */
static struct node *own_command(struct arena *a, const struct command *launch)
{
	struct node *list = node_new(a, node_list, launch->node->at);

	for (uint32_t i = 0; i < launch->count; i++)
		node_add_text(a, list, launch->words[i]);
	return list;
}

struct script_limits flavour_script_limits(const struct project *project)
{
	return (struct script_limits){
		.instructions = (uint64_t)project->hook_instructions,
		.bytes = (size_t)project->hook_megabytes << 20,
		.milliseconds = (uint32_t)project->hook_milliseconds,
	};
}

static bool run_flavour(struct making *m, const struct flavour *flavour, struct arena *a, struct plan *plan)
{
	struct script_limits limits = flavour_script_limits(plan->project);
	const struct node *job = flavour_job(plan, a);
	struct script *script;
	struct node *result;

	if (!script_open_cached(flavour->cache, flavour->source, spec_at(plan->spec, spec_mpi), &limits, a, m->diags, &script))
		return false;
	if (!check_options(m, a, script_field(script, "options"), plan->spec->mpi.options))
		return false;
	if (!script_call(script, "plan", &job, 1, &result))
		return false;
	script_close(script);
	return take(m, a, result, &plan->launch);
}

bool flavour_plan(const struct flavour *flavour, const struct spec *spec, const struct project *project, struct arena *a,
		  struct diag_list *diags, struct plan *out)
{
	struct making m = {spec, flavour->source, diags};

	*out = (struct plan){.spec = spec, .project = project};
	hosts_resolve(out, a);
	if (!run_flavour(&m, flavour, a, out))
		return false;
	if (spec->launch.count)
		out->launch.command = own_command(a, &spec->launch);
	else if (spec->kubeflow.is)
		out->launch.command = NULL;
	else if (!out->launch.command)
		return report(&m, "launch", "there: the job has no `launch` of its own");
	return true;
}
