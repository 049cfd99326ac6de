/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/kube/recorded.h"

#include "lib/base/io.h"

struct str recorded(struct arena *a, const char *name)
{
	struct str path = arena_format(a, "%s/tests/unit/kube/recorded/%s", TEST_SOURCE_DIR, name), text;
	struct error err = {0};

	if (io_files.read(NULL, path, 1 << 20, a, &text, &err) < 0)
		fail_msg("%s", err.message);
	return text;
}

int gather(void *payload, struct str text)
{
	struct gathered *g = payload;

	g->text = arena_format(g->arena, "%.*s%.*s\n", STR_ARG(g->text), STR_ARG(text));
	g->count++;
	return g->answer;
}
