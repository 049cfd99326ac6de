/* SPDX-License-Identifier: Apache-2.0 */
/* Results -> a line for people, JSON for programs. */
#include "compiler/cli/summary.h"

#include "compiler/cli/json.h"

enum { short_id = 7 };

const char *change_name(enum change_kind kind)
{
	static const char *const names[] = {"added", "modified", "removed"};

	return names[kind];
}

static uint32_t count(const struct commit_result *done, enum change_kind kind)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < done->change_count; i++)
		n += done->changes[i].kind == kind;
	return n;
}

/* "3 jobs, 18 files" */
static struct str amount(struct arena *a, const struct compile_result *compiled)
{
	return arena_format(a, "%u job%s, %u file%s", compiled->jobs, compiled->jobs == 1 ? "" : "s", compiled->files.count,
			    compiled->files.count == 1 ? "" : "s");
}

static struct str deed(struct arena *a, const struct summary *s)
{
	struct str where = destination_name(s->to, s->done);

	if (s->to->kind == to_folder)
		return arena_format(a, "%s to %.*s", s->dry ? "would write" : "wrote", STR_ARG(where));
	if (s->dry)
		return arena_format(a, "would commit to %.*s", STR_ARG(where));
	return arena_format(a, "committed %.*s to %.*s", STR_ARG(str_slice(s->done->commit, 0, short_id)), STR_ARG(where));
}

void summary_tell(struct cli *cli, const struct summary *s)
{
	struct str all = amount(cli->arena, s->compiled), what;

	if (!s->done) {
		cli_tell(cli, "%s: %.*s", s->dry ? "would print" : "printed", STR_ARG(all));
		return;
	}
	if (s->done->change_count == 0 && !s->done->commit.length) {
		cli_tell(cli, "nothing changed: %.*s", STR_ARG(all));
	} else {
		what = deed(cli->arena, s);
		cli_tell(cli, "%.*s: %.*s (+%u ~%u -%u)", STR_ARG(what), STR_ARG(all), count(s->done, change_added),
			 count(s->done, change_modified), count(s->done, change_removed));
	}
	if (s->done->pushed)
		cli_tell(cli, "pushed %.*s", STR_ARG(s->done->branch));
}

int summary_list_changes(struct cli *cli, const struct summary *s)
{
	struct buf *lines = cli_buf(cli);

	for (uint32_t i = 0; s->done && i < s->done->change_count; i++)
		buf_printf(lines, "%-8s %.*s\n", change_name(s->done->changes[i].kind), STR_ARG(s->done->changes[i].path));
	return cli_print(cli, lines);
}

static void put_bool(struct arena *a, struct node *map, const char *key, bool value)
{
	node_put(a, map, key, node_new_bool(a, value, PLACE_NONE));
}

static void put_count(struct arena *a, struct node *map, const char *key, uint32_t value)
{
	node_put(a, map, key, node_new_int(a, value, PLACE_NONE));
}

int summary_json(struct cli *cli, const struct summary *s)
{
	struct arena *a = cli->arena;
	struct node *root = node_new(a, node_map, PLACE_NONE), *changes;

	put_count(a, root, "jobs", s->compiled->jobs);
	put_count(a, root, "files", s->compiled->files.count);
	put_bool(a, root, "dryRun", s->dry);
	if (s->to->kind == to_repository) {
		node_put_text(a, root, "repository", json_utf8(a, s->to->request.repository));
		node_put_text(a, root, "branch", json_utf8(a, s->done->branch));
		node_put_text(a, root, "commit", s->done->commit);
		put_bool(a, root, "pushed", s->done->pushed);
	} else {
		node_put_text(a, root, "folder", json_utf8(a, s->to->folder));
	}
	changes = node_ensure_list(a, root, "changes");
	for (uint32_t i = 0; i < s->done->change_count; i++) {
		struct node *change = node_new(a, node_map, PLACE_NONE);

		node_put_text(a, change, "change", str_from(change_name(s->done->changes[i].kind)));
		node_put_text(a, change, "path", s->done->changes[i].path);
		node_add(a, changes, change);
	}
	return json_print(cli, root);
}
