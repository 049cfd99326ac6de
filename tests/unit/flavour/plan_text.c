/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as text, to be compared with the text that a test expects. */
#include "tests/unit/flavour/flavour_case.h"

enum { text_max = 1 << 20 };

static void hosts(struct buf *out, const struct plan *p)
{
	buf_printf(out, "target %s, slots %lld, ranks %lld\n", p->indexed ? "indexed" : "split", (long long)p->slots, (long long)p->ranks);
	buf_printf(out, "launcher %.*s\n", STR_ARG(p->launcher_host));
	for (uint32_t i = 0; i < p->host_count; i++)
		buf_printf(out, "host %.*s %lld\n", STR_ARG(p->hosts[i].name), (long long)p->hosts[i].slots);
}

static void environment(struct buf *out, const struct node *env)
{
	buf_puts(out, "== environment\n");
	for (uint32_t i = 0; i < env->member_count; i++)
		buf_printf(out, "%.*s=%.*s\n", STR_ARG(env->members[i].key), STR_ARG(env->members[i].value->text));
}

static void launch(struct buf *out, const struct node *command)
{
	buf_puts(out, command ? "== launch\n" : "== no launch\n");
	for (uint32_t i = 0; command && i < command->item_count; i++)
		buf_printf(out, "%.*s\n", STR_ARG(command->items[i]->text));
}

static void files(struct buf *out, const struct node *map)
{
	for (uint32_t i = 0; i < map->member_count; i++)
		buf_printf(out, "== %.*s\n%.*s", STR_ARG(map->members[i].key), STR_ARG(map->members[i].value->text));
}

struct str plan_text(const struct plan *plan, struct arena *a)
{
	struct buf out;
	struct str text;

	buf_init(&out, text_max);
	hosts(&out, plan);
	buf_printf(&out, "== hostfile\n%.*s", STR_ARG(plan->launch.hostfile));
	environment(&out, plan->launch.env);
	launch(&out, plan->launch.command);
	files(&out, plan->launch.files);
	assert_false(out.failed);
	text = arena_str(a, buf_str(&out));
	buf_release(&out);
	return text;
}
