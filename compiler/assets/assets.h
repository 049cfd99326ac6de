/* SPDX-License-Identifier: Apache-2.0 */
/* The files of templates/ and lua/, put into the program at build time. */
#ifndef MPICC_ASSETS_ASSETS_H
#define MPICC_ASSETS_ASSETS_H

#include "lib/base/str.h"

struct asset {
	struct str name; /* path from the project's root: "lua/flavours/openmpi.lua" */
	struct str text; /* ends in NUL, not counted */
};

extern const struct asset assets[];
extern const unsigned asset_count;

const struct asset *asset_find(struct str name); /* NULL when there is none */

#endif
