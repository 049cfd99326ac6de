/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts that values come from, and places in them.
 *
 * A place is a source with an offset and a length in bytes. Line and column
 * are computed only when something is printed: resolving them for each node
 * is what makes other compilers slow.
 */
#ifndef MPICC_BASE_SOURCE_H
#define MPICC_BASE_SOURCE_H

#include "lib/base/arena.h"

/* Who wrote a text; tells the user through which door a value came in. */
enum source_kind {
	source_file,     /* a job file of the user's */
	source_project,  /* mpicc.yaml */
	source_default,  /* the table of spec fields */
	source_flavour,  /* a Lua flavour, by its path */
	source_builtin,  /* a Lua flavour of ours */
	source_hook,     /* a Lua hook */
	source_template, /* a template of ours */
	source_option    /* the command line */
};

struct source {
	enum source_kind kind;
	struct str name;      /* as the user knows it: a path, or "<stdin>" */
	struct str text;
};

struct place {
	const struct source *source; /* NULL: nowhere in particular */
	uint32_t offset, length;     /* bytes */
};

#define PLACE_NONE ((struct place){NULL, 0, 0})

/* Texts larger than this are refused by the reader: offsets are 32 bits. */
#define SOURCE_MAX_BYTES (64u << 20)

/* 1-based; the column counts characters (code points), not bytes. */
struct position {
	uint32_t line, column;
};

/* `name` and `text` are borrowed and must live as long as the source; the source itself lives in `a`. */
struct source *source_new(struct arena *a, enum source_kind kind, struct str name, struct str text);

/* Both walk the text up to the offset: they are for printing, never for each node. */
struct position source_position(const struct source *s, uint32_t offset);
struct str source_line(const struct source *s, uint32_t offset); /* the whole line `offset` is in, without its end */

/* Whether somebody wrote what stands there: not for nowhere, nor for what is built in. */
bool place_is_users(struct place at);

/* A place that begins where `a` does and ends where `b` does (same source). */
struct place place_span(struct place a, struct place b);

#endif
