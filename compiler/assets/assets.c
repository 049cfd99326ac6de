/* SPDX-License-Identifier: Apache-2.0 */
/* Look-up in the table of embedded files. */
#include "compiler/assets/assets.h"

#include <stddef.h>

const struct asset *asset_find(struct str name)
{
	for (unsigned i = 0; i < asset_count; i++)
		if (str_equal(assets[i].name, name))
			return &assets[i];
	return NULL;
}
