/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read: bytes -> trees. YAML by libyaml's events, with limits of our own.
 *
 * Typing is YAML 1.2's core schema (null, true/false, decimal, 0x and 0o
 * integers, floats; everything else a string). Words that YAML 1.1 and 1.2
 * readers type differently (no, on, y, 0777, 1_000, 1:30, dates, …) stay
 * strings here and are reported as E0105 when they stand unquoted, because
 * kubectl and kustomize would disagree about them.
 * Aliases are expanded (limited), merge keys `<<` applied, duplicate keys
 * reported with both places.
 */
#ifndef MPICC_READ_READ_H
#define MPICC_READ_READ_H

#include "lib/tree/node.h"
#include "lib/base/diag.h"

/* Limits on one source. libyaml 0.2.5 has none and is quadratic in depth. */
enum {
	read_max_depth = 100,
	read_max_nodes = 4000000,        /* of one source, aliases expanded */
	read_max_alias_nodes = 10000     /* nodes that aliases of one document may add */
};

struct document_list {
	struct node **items; /* one tree a YAML document; documents without content are left out */
	uint32_t count, capacity;
};

/*
 * Reads all documents of `source` into `a`. What is wrong goes to `diags`;
 * false when that was an error, and then `out` holds what could be read before.
 */
bool read_documents(const struct source *source, struct arena *a, struct diag_list *diags, struct document_list *out);

/* For the emitter too: how YAML readers see `text` when it stands plain. */
enum scalar_class {
	scalar_string,   /* a string for every reader */
	scalar_null,
	scalar_bool,
	scalar_int,
	scalar_float,
	scalar_doubtful  /* YAML 1.1 and 1.2 disagree: no, 0777, 1_000, 1:30, 2001-01-01, … */
};
enum scalar_class scalar_classify(struct str text);

#endif
