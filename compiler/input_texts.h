/* SPDX-License-Identifier: Apache-2.0 */
/* Job files as texts and documents. Each is read alone, so several threads do it. */
#ifndef MPICC_INPUT_TEXTS_H
#define MPICC_INPUT_TEXTS_H

#include "lib/base/io.h"
#include "lib/read/read.h"

struct input_text {
	struct str path, project; /* the file, and the mpicc.yaml that was found for it, which may be empty: set before */
	const struct source *source; /* NULL: it could not be read; `missing` says why, or input_texts_read has failed */
	struct document_list documents;
	bool right;               /* `documents` are all that stand in it; else `mistakes` has errors */
	struct diag_list missing, mistakes;
};

/*
 * Reads them; what they hold lives in `a`. *out_read of them, from the first on, are there: all, or, negative and with *err, those
 * before one that could not be read for a reason that is not the user's.
 */
int input_texts_read(const struct io *io, struct input_text *texts, uint32_t count, struct arena *a, uint32_t *out_read, struct error *err);

/* One file. *out is NULL where a diagnostic says that it is not there. */
int input_source_read(const struct io *io, struct str path, enum source_kind kind, struct arena *a, struct diag_list *diags,
		      struct source **out, struct error *err);

#endif
