/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a job file to begin with. */
#ifndef MPICC_CLI_NEW_JOB_H
#define MPICC_CLI_NEW_JOB_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"

struct new_job {
	struct str name, image, mpi; /* image and mpi may be empty: a default */
	int64_t workers;
};

/* Any text is fine as a value; whether it is one for that field shows when the file is compiled. */
int new_job_write(const struct new_job *job, struct arena *a, struct buf *out, struct error *err);

#endif
