/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files a compilation looked at, and whether one of them has changed
 * since: what was read, what was looked for and not there, folders that were
 * searched.
 */
#ifndef MPICC_CLI_WATCH_H
#define MPICC_CLI_WATCH_H

#include "lib/base/io.h"

enum { watch_max = 1 << 20, watch_milliseconds = 200 };

/* How a file was when it was looked at; all zero: it was not there. */
struct watch_stamp {
	uint64_t inode, bytes, seconds, nanoseconds, mode;
};

struct watched {
	struct str path; /* ends in NUL */
	struct watch_stamp stamp;
};

struct watch {
	const struct io *below;
	struct watched *items; /* on the heap, as their paths */
	uint32_t count, capacity;
	bool failed; /* no memory for more: what is not noted is not watched */
};

void watch_init(struct watch *w, const struct io *below);
/* Forgets all files. */
void watch_clear(struct watch *w);
/* Notes what is looked at, and hands it on to `below`; its payload is `w`. */
struct io watch_io(struct watch *w);
bool watch_changed(const struct watch *w);
/* Returns when something has changed and then kept still for a moment: editors write in steps. */
void watch_wait(const struct watch *w);

#endif
