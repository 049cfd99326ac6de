/* SPDX-License-Identifier: Apache-2.0 */
/* Many jobs on several processors. What comes out is what comes out of one after the other. */
#ifndef MPICC_SHARDS_H
#define MPICC_SHARDS_H

#include "compiler/job.h"

/* Compiles one job in an arena that is empty before and after. Negative: failed, c->err says why. */
typedef int shard_step(struct job_context *c, const struct job_input *input, struct arena *a);

/* Calls `step` for each input. Files, diagnostics and names end up in `c`, in the order of inputs. Negative: one failed. */
int shards_run(struct job_context *c, const struct input_list *inputs, shard_step *step);

#endif
