/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file system for tests: a table of paths and texts. Folders are there as
 * far as files lie in them. Relative paths count from /work, so that files can
 * stand above it too. It allocates nothing but what `list` hands out.
 */
#ifndef MPICC_TESTS_FAKE_IO_H
#define MPICC_TESTS_FAKE_IO_H

#include "lib/base/io.h"

enum { fake_file_max = 64, fake_path_max = 512 };

struct fake_file {
	char path[fake_path_max]; /* normalised, absolute */
	struct str text;	  /* borrowed */
};

struct fake_io {
	struct io io; /* whose payload is this struct: it must not be moved */
	struct fake_file files[fake_file_max];
	uint32_t count;
	long calls;   /* of read and list, so far */
	long fail_at; /* which of them fails with error_io, from 1; 0: none */
};

void fake_io_init(struct fake_io *f);
/* "-" is standard input. Adding a path again replaces its text; no text at all makes it a pipe. */
void fake_io_put(struct fake_io *f, const char *path, struct str text);

#endif
