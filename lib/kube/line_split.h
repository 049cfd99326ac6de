/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes in pieces of any size -> lines: the frames of a watch stream and of a container's log. */
#ifndef MPICC_KUBE_LINE_SPLIT_H
#define MPICC_KUBE_LINE_SPLIT_H

#include "lib/base/buf.h"
#include "lib/base/error.h"

/* etcd refuses objects of more than 1.5 MB; as JSON, with its escapes, one cannot grow beyond this. */
#define LINE_SPLIT_MAX ((size_t)16 << 20)

struct line_split {
	struct buf partial; /* what came after the last line end */
};

/* `line_max` in bytes, without the line's end. */
void line_split_init(struct line_split *s, size_t line_max);
void line_split_release(struct line_split *s);

/*
 * Calls each(payload, line) for every line that `bytes` completes: without LF or CR LF, empty ones
 * left out, borrowed for the call. An `each` that returns negative ends it with that number; -1 and
 * `err` for a line over the maximum or no memory. After a failure the splitter is good for release only.
 */
int line_split_add(struct line_split *s, struct str bytes, int (*each)(void *payload, struct str line), void *payload,
		   struct error *err);

#endif
