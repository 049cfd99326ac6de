/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics with fixes -> changed texts -> files. */
#include "compiler/cli/fix.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/io.h"

static int by_place(const void *left, const void *right)
{
	const struct diag *const *a = left, *const *b = right;
	int c = str_compare((*a)->fix_at.source->name, (*b)->fix_at.source->name);

	if (c)
		return c;
	if ((*a)->fix_at.offset != (*b)->fix_at.offset)
		return (*a)->fix_at.offset < (*b)->fix_at.offset ? -1 : 1;
	return (*a)->order < (*b)->order ? -1 : 1;
}

/* The text with `count` fixes of one source, sorted; *out_used says how many did not touch the one before. */
static struct str changed(struct arena *a, const struct diag *const *diags, uint32_t count, uint32_t *out_used)
{
	struct str text = diags[0]->fix_at.source->text, out = STR_NONE;
	size_t at = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct diag *d = diags[i];

		if (d->fix_at.offset < at || (i && d->fix_at.offset == at))
			continue;
		out = arena_join(a, out, arena_join(a, str_slice(text, at, d->fix_at.offset), d->fix_text));
		at = d->fix_at.offset + d->fix_at.length;
		(*out_used)++;
	}
	return arena_join(a, out, str_slice(text, at, text.length));
}

static bool is_file(const struct diag *d)
{
	return d->fix_at.source && !str_starts(d->fix_at.source->name, "<");
}

void fixes_plan(const struct diag_list *diags, struct arena *a, struct fixes *out)
{
	const struct diag **sorted = arena_array(a, const struct diag *, diags->count);
	uint32_t count = 0, end;

	for (uint32_t i = 0; i < diags->count; i++)
		if (is_file(&diags->items[i]))
			sorted[count++] = &diags->items[i];
	*out = (struct fixes){.files = arena_array(a, struct change, count)};
	if (count)
		qsort(sorted, count, sizeof(struct diag *), by_place);
	for (uint32_t i = 0; i < count; i = end) {
		const struct source *source = sorted[i]->fix_at.source;

		for (end = i; end < count && str_equal(sorted[end]->fix_at.source->name, source->name);)
			end++;
		out->files[out->file_count++] = (struct change){
			.kind = change_modified, .path = source->name, .before = source->text,
			.after = changed(a, sorted + i, end - i, &out->count)};
	}
}

static int write_file(const struct change *change, struct error *err)
{
	char path[PATH_MAX + 1], real[PATH_MAX];
	struct stat old;

	if (change->path.length > PATH_MAX)
		return error_set(err, error_io, "%.*s: %s", STR_ARG(change->path), strerror(ENAMETOOLONG));
	memcpy(path, change->path.data, change->path.length);
	path[change->path.length] = '\0';
	if (!realpath(path, real) || stat(real, &old) < 0)
		return error_set(err, error_io, "%s: %s", path, strerror(errno));
	if (file_write(str_from(real), change->after, err) < 0)
		return -1;
	if (chmod(real, old.st_mode & 07777) < 0)
		return error_set(err, error_io, "%s: %s", path, strerror(errno));
	return 0;
}

int fixes_write(const struct fixes *fixes, struct error *err)
{
	for (uint32_t i = 0; i < fixes->file_count; i++)
		if (write_file(&fixes->files[i], err) < 0)
			return -1;
	return 0;
}
