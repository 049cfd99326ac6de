/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commit messages, made from nothing but the files: a subject, the list of
 * jobs, and trailers. Never a time, so that the same change reads the same.
 */
#ifndef MPICC_COMMIT_MESSAGE_H
#define MPICC_COMMIT_MESSAGE_H

#include "compiler/commit/commit.h"
#include "compiler/commit/owned.h"

/* Begins the line that every commit of this tool has near its end. */
#define MESSAGE_TRAILER "Mpicc-Version:"

/* The body names at most this many jobs. */
enum { message_jobs_max = 50 };

/*
 * A job is the first two folders of a path below request->folder
 * (namespace/job). `before` and `after` are what the folder holds of ours: they
 * tell a job that is new from one that got a further file. Ends in a newline.
 */
struct str message_make(struct arena *a, const struct commit_request *request, const struct change *changes,
			uint32_t change_count, const struct owned *before, const struct owned *after);

#endif
