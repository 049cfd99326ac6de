/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs on their way into the repository. libgit2 checks and indexes them, which
 * takes as long as making them, so a thread of its own does it meanwhile.
 */
#ifndef MPICC_COMMIT_PACK_FILE_H
#define MPICC_COMMIT_PACK_FILE_H

#include "compiler/commit/git_session.h"

/* A pack's first bytes; the number of its objects comes after them, and a checksum at its end: pack_file_put fills in both. */
#define PACK_START STR("PACK\0\0\0\2\0\0\0\0")

struct pack_file;

/* Holds at most `max` bytes of a pack. Lives in the session's scratch, whose end waits for the thread. */
struct pack_file *pack_file_new(struct git_session *s, size_t max);
/*
 * Takes a pack of `count` objects over, and leaves another buf, which is empty,
 * in its place. Waits for the one before, whose failure it tells.
 */
int pack_file_put(struct pack_file *f, struct buf *bytes, uint32_t count, struct error *err);
/* The same without a thread: afterwards all of them are in the repository, synced, and found there. */
int pack_file_put_last(struct pack_file *f, struct buf *bytes, uint32_t count, struct error *err);

#endif
