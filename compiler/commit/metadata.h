/* SPDX-License-Identifier: Apache-2.0 */
/* METADATA_FILE: where the manifests came from, in the form of Argo CD's source hydrator. */
#ifndef MPICC_COMMIT_METADATA_H
#define MPICC_COMMIT_METADATA_H

#include "compiler/commit/commit.h"

/*
 * JSON with a newline at its end; empty when nothing is known, and then no
 * file is written. URLs in `command` lose their credentials. `drySha` gets
 * "-dirty" where files differed from that commit.
 */
struct str metadata_print(struct arena *a, const struct commit_origin *origin, struct str command);

#endif
