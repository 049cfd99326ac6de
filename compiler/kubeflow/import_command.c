/* SPDX-License-Identifier: Apache-2.0 */
/* The launcher's command -> `run` where the flavour would make the same of it, else `launch`. The workers' is sshd. */
#include "compiler/kubeflow/import_job.h"
#include "compiler/kubeflow/launch_line.h"

struct words {
	struct str *items;
	uint32_t count, capacity;
};

static void add_words(struct import *im, const struct node *list, struct words *out)
{
	for (uint32_t i = 0; node_is(list, node_list) && i < list->item_count; i++) {
		if (list->items[i]->kind >= node_list)
			continue;
		arena_grow(im->arena, out->items, out->count, out->capacity);
		out->items[out->count++] = list->items[i]->text;
	}
}

/* Command and arguments; `out_entrypoint` tells that the image's entrypoint gets the arguments. */
static struct words take_words(struct import *im, struct import_role *role, bool *out_entrypoint)
{
	const struct node *command = import_take(role->container, "command"), *args = import_take(role->container, "args");
	struct words words = {0};

	add_words(im, command, &words);
	*out_entrypoint = words.count == 0;
	add_words(im, args, &words);
	return words;
}

/* The words as one string, when splitting it gives them back; else as a list. */
static struct node *command_node(struct import *im, const struct str *words, uint32_t count)
{
	struct node *list = node_new(im->arena, node_list, im->out->at);
	struct str line = STR_NONE;
	struct split_result split;
	bool same;

	for (uint32_t i = 0; i < count; i++) {
		node_add_text(im->arena, list, words[i]);
		line = arena_format(im->arena, "%.*s%s%.*s", STR_ARG(line), i ? " " : "", STR_ARG(words[i]));
	}
	same = command_split(im->arena, line, &split) == split_ok && split.count == count;
	for (uint32_t i = 0; same && i < count; i++)
		same = str_equal(words[i], split.words[i]);
	return same ? node_new_string(im->arena, line, im->out->at) : list;
}

static void put_command(struct import *im, const struct words *words)
{
	struct launch_job job = {mpijob_flavour(im->job), import_ranks(im), im->job->slots};
	struct launch_line line;

	if (!launch_line_parse(im->arena, words->items, words->count, &job, &line)) {
		node_put(im->arena, im->out, "launch", command_node(im, words->items, words->count));
		return;
	}
	import_put_text(im, "mpi", str_from(line.flavour));
	node_put(im->arena, im->out, "run", command_node(im, words->items + line.program, words->count - line.program));
	if (line.env->member_count)
		node_put(im->arena, im->out, "env", line.env);
}

static void import_launcher(struct import *im)
{
	bool entrypoint;
	struct words words = take_words(im, &im->launcher, &entrypoint);

	if (words.count == 0) {
		import_note(im, "the image's own entrypoint launches the job: write what it runs as `run` or `launch`");
		return;
	}
	if (entrypoint)
		import_note(im, "the image's entrypoint was given the launcher's arguments; here they are started without it");
	put_command(im, &words);
}

static struct str base_name(struct str path)
{
	size_t slash = str_find_last(path, '/');

	return slash == SIZE_MAX ? path : str_slice(path, slash + 1, path.length);
}

static void import_worker(struct import *im)
{
	bool entrypoint;
	struct words words = take_words(im, &im->worker, &entrypoint);

	if (words.count && !str_is(base_name(words.items[0]), "sshd"))
		import_note(im, "the workers' command, `%.*s …`, was left out: a worker runs sshd", STR_ARG(words.items[0]));
}

void import_command(struct import *im)
{
	import_launcher(im);
	import_worker(im);
}
