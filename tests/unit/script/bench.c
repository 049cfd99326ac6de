/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and calling scripts in tests. */
#include "tests/unit/script/bench.h"

struct bench bench_new(struct arena *a)
{
	/* Time for sanitizers, which are slow; tests of the clock set their own. */
	struct bench b = {.a = a, .limits = {10 * 1000 * 1000, 64 << 20, 20000}};

	diag_list_init(&b.diags, a);
	return b;
}

bool bench_open(struct bench *b, const char *lua, struct script **out)
{
	struct source *source = source_new(b->a, source_hook, STR("hooks/x.lua"), str_from(lua));
	struct source *job = source_new(b->a, source_file, STR("job.yaml"), STR("kind: MPIJob\nhooks: [x.lua]\n"));

	return script_open_cached(b->cache, source, (struct place){job, 20, 7}, &b->limits, b->a, &b->diags, out);
}

struct str bench_diag(struct bench *b, uint32_t index)
{
	const struct diag *d;
	struct str where = STR("nowhere");

	assert_true(index < b->diags.count);
	d = &b->diags.items[index];
	if (d->at.source)
		where = arena_format(b->a, "%.*s:%u", STR_ARG(d->at.source->name),
				     source_position(d->at.source, d->at.offset).line);
	return arena_format(b->a, "%s %.*s: %.*s", diag_code_info(d->code)->name, STR_ARG(where), STR_ARG(d->message));
}

struct str bench_run(struct bench *b, const char *lua, const char *json)
{
	const struct node *args[1] = {b->in = tree_from_json(b->a, json)};
	uint32_t before = b->diags.count;
	struct script *s;
	bool ok = bench_open(b, lua, &s) && script_call(s, NULL, args, 1, &b->out);

	if (!ok)
		return bench_diag(b, before);
	script_close(s);
	return tree_to_json(b->a, b->out);
}

struct str bench_body(struct bench *b, const char *body, const char *json)
{
	struct str lua = arena_format(b->a, "return function(v)\n%s\nend", body);

	return bench_run(b, lua.data, json);
}
