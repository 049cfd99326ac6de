/* SPDX-License-Identifier: Apache-2.0 */
/* file: URIs and paths. */
#ifndef MPICC_LSP_URI_H
#define MPICC_LSP_URI_H

#include "lib/base/arena.h"

/* "/home/ada/a b.yaml" of "file:///home/ada/a%20b.yaml", without `.` and `..`; false for any other scheme or host. */
bool uri_to_path(struct str uri, struct arena *a, struct str *out);
struct str uri_from_path(struct str path, struct arena *a);
/* Takes `.`, `..` and doubled slashes out of an absolute path. */
struct str path_normalise(struct str path, struct arena *a);

#endif
