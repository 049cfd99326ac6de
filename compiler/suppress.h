/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Warnings that the user allows, by a comment on the line or above it:
 *
 *     image: registry.example.com/solver   # mpicc: allow(W0905) rebuilt for each run
 *
 * Several codes are separated by commas; the reason is required. The reader
 * drops comments, so they are looked for in the texts.
 */
#ifndef MPICC_SUPPRESS_H
#define MPICC_SUPPRESS_H

#include "lib/base/diag.h"
#include "lib/read/read.h"

/* A file that was read without mistakes, and its documents. */
struct text {
	const struct source *source;
	struct document_list documents;
};

struct text_list {
	struct text *items;
	uint32_t count, capacity;
};

/*
 * Takes out of `diags` the warnings that are allowed. Reports comments that
 * cannot be understood or name errors, and, when nothing else is wrong, those
 * that allowed nothing.
 */
void suppress(const struct text_list *texts, struct diag_list *diags);

#endif
