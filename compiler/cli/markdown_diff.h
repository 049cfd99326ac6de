/* SPDX-License-Identifier: Apache-2.0 */
/* Changes as Markdown for a comment on a pull request: a table of jobs, and the diff of each file folded away. */
#ifndef MPICC_CLI_MARKDOWN_DIFF_H
#define MPICC_CLI_MARKDOWN_DIFF_H

#include "compiler/commit/commit.h"
#include "lib/base/buf.h"

/* Jobs in the table; more are counted. */
enum { markdown_jobs_max = 100 };

struct markdown_options {
	struct str folder;  /* of the manifests; a job is the two folders below it */
	size_t limit;       /* bytes of all that is appended; files whose diff does not fit are counted */
	bool table_only;
};

/* Changes come sorted by path. */
void markdown_diff(struct buf *out, struct arena *a, const struct change *changes, uint32_t count,
		   const struct markdown_options *options);

#endif
