/* SPDX-License-Identifier: Apache-2.0 */
/* Safe fixes of diagnostics, put into the files they are for. */
#ifndef MPICC_CLI_FIX_H
#define MPICC_CLI_FIX_H

#include "compiler/commit/commit.h"
#include "lib/base/diag.h"

struct fixes {
	struct change *files;    /* by path, with the text before and after */
	uint32_t file_count;
	uint32_t count;          /* fixes in them; of two that touch, only the first */
};

/* What the files would be with all fixes of the list; bytes that no fix names stay. Standard input has none. */
void fixes_plan(const struct diag_list *diags, struct arena *a, struct fixes *out);

/* Writes the files, each whole or not at all; links are followed, modes kept. */
int fixes_write(const struct fixes *fixes, struct error *err);

#endif
