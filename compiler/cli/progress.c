/* SPDX-License-Identifier: Apache-2.0 */
/* The line is redrawn in place and erased at the end; nothing of it stays. */
#include "compiler/cli/progress.h"

#include <time.h>

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_init(struct progress *p, struct output *out)
{
	*p = (struct progress){.out = out->terminal.is ? out : NULL, .start = now()};
}

void progress_show(void *progress, uint32_t done, uint32_t total)
{
	struct progress *p = progress;
	int64_t time;

	if (!p->out || done == total)
		return;
	time = now();
	if (time - p->start < progress_patience || time - p->drawn < progress_interval)
		return;
	p->drawn = time;
	p->visible = true;
	output_printf(p->out, "\r\033[Kcompiled %u of %u jobs", done, total);
}

void progress_release(struct progress *p)
{
	if (p->visible)
		output_write(p->out, STR("\r\033[K"));
	p->visible = false;
}
