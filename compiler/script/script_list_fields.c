/* SPDX-License-Identifier: Apache-2.0 */
/* Which fields are lists in Kubernetes' built-in kinds. */
#include <stdlib.h>

#include "compiler/script/script.h"

#define LIST_FIELD(name) {name, sizeof(name) - 1},
static const struct str fields[] = {
#include "compiler/script/script_list_fields.def"
};
#undef LIST_FIELD

static int by_name(const void *key, const void *row)
{
	const struct str *name = key, *field = row;

	return str_compare(*name, *field);
}

bool script_list_field(struct str name)
{
	return bsearch(&name, fields, sizeof(fields) / sizeof(*fields), sizeof(*fields), by_name) != NULL;
}
