/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at lines alone: manifests of ours, or what SOPS made of them. */
#include "compiler/secret/recipients.h"

/* What a line says of a recipient; false when it is about something else. */
static bool recipient_in(struct str line, struct str *out)
{
	static const char *const keys[] = {"recipient:", ANNOTATION_SEALED_FOR ":"};

	line = str_trim(line);
	if (str_starts(line, "- "))
		line = str_trim(str_slice(line, 2, line.length));
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (!str_starts(line, keys[i]))
			continue;
		*out = str_trim(str_slice(line, str_from(keys[i]).length, line.length));
		return true;
	}
	return false;
}

static bool names(struct str manifest, struct str recipient)
{
	struct str line, found;

	while (str_cut(&manifest, '\n', &line))
		if (recipient_in(line, &found) && str_equal(found, recipient))
			return true;
	return false;
}

static bool names_all_of(struct str manifest, struct str other)
{
	struct str line, found;

	while (str_cut(&other, '\n', &line))
		if (recipient_in(line, &found) && !names(manifest, found))
			return false;
	return true;
}

bool recipients_same(struct str x, struct str y)
{
	return names_all_of(x, y) && names_all_of(y, x);
}
