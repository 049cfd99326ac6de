/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small interface through which the compiler reads the world. The command
 * line hands it the real file system (io_files), tests and fuzzers a table of
 * texts, an editor its open buffers.
 */
#ifndef MPICC_BASE_IO_H
#define MPICC_BASE_IO_H

#include "lib/base/arena.h"
#include "lib/base/error.h"

enum io_kind {
	io_absent,
	io_file,    /* a regular file, or standard input */
	io_folder,
	io_special  /* a pipe, a device, a socket: reading it may never end */
};

struct io {
	void *payload;
	enum io_kind (*kind)(void *payload, struct str path);
	/* The whole file, at most `max` bytes, in `a`. error_not_found when it is not there. */
	int (*read)(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err);
	/* The names in a folder, sorted bytewise, without "." and "..". */
	int (*list)(void *payload, struct str path, struct arena *a, struct str **out, uint32_t *out_count, struct error *err);
	bool (*is_link)(void *payload, struct str path); /* the last component is a symbolic link */
	/* Whether `path` lies in `folder` or below, links followed. What is not there lies nowhere else: true. */
	bool (*inside)(void *payload, struct str folder, struct str path);
	bool shared; /* several threads may call it at once */
};

/* The real file system. "-" is standard input. */
extern const struct io io_files;

/* `path` seen from the folder that `file` is in: absolute paths stay; the result is not normalised. */
struct str path_beside(struct arena *a, struct str file, struct str path);
struct str path_join(struct arena *a, struct str folder, struct str name);
struct str path_folder(struct str path); /* without the last component; "." when there is only one */
struct str path_name(struct str path);   /* the last component */

/*
 * Writes a file so that a crash leaves the old one or the new one: a temporary
 * file beside it, fsync, rename. Missing folders are made.
 */
int file_write(struct str path, struct str bytes, struct error *err);

#endif
