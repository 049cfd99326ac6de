/* SPDX-License-Identifier: Apache-2.0 */
/* Open texts by path, and the interface to files that shows them. */
#include "compiler/lsp/documents.h"

#include <string.h>

#include "compiler/lsp/uri.h"
#include "lib/base/alloc.h"
#include "lib/base/source.h"

static bool copy(struct str text, struct str *out)
{
	char *bytes = mem_alloc(text.length ? text.length : 1);

	if (!bytes)
		return false;
	if (text.length)
		memcpy(bytes, text.data, text.length);
	*out = (struct str){bytes, text.length};
	return true;
}

struct document *documents_find(struct documents *d, struct str path)
{
	for (uint32_t i = 0; i < d->count; i++)
		if (str_equal(d->items[i].path, path))
			return &d->items[i];
	return NULL;
}

struct document *documents_need(struct documents *d, struct str path)
{
	struct document *found = documents_find(d, path), *items;

	if (found || d->count == document_max)
		return found;
	items = mem_resize(d->items, (d->count + 1) * sizeof(*items));
	if (!items)
		return NULL;
	d->items = items;
	items[d->count] = (struct document){0};
	if (!copy(path, &items[d->count].path))
		return NULL;
	return &items[d->count++];
}

void document_close(struct document *d)
{
	mem_free((char *)d->text.data);
	d->text = STR_NONE;
	d->open = false;
}

bool document_open(struct document *d, struct str text)
{
	struct str copied;

	if (text.length > SOURCE_MAX_BYTES || !copy(text, &copied)) {
		document_close(d);
		return false;
	}
	document_close(d);
	d->text = copied;
	d->open = true;
	return true;
}

void documents_release(struct documents *d)
{
	for (uint32_t i = 0; i < d->count; i++) {
		document_close(&d->items[i]);
		mem_free((char *)d->items[i].path.data);
	}
	mem_free(d->items);
	d->items = NULL;
	d->count = 0;
}

static const struct document *open_at(struct documents *d, struct str path)
{
	for (uint32_t i = 0; i < d->count; i++)
		if (d->items[i].open && str_equal(d->items[i].path, path))
			return &d->items[i];
	return NULL;
}

/* Paths come as they were put together: "/ws/jobs/../hooks/a.lua". Those that were not need no second look. */
static const struct document *open_text(struct documents *d, struct str path)
{
	const struct document *found = open_at(d, path);
	struct arena a = {0};
	jmp_buf oom;

	if (found || str_is(path, "-"))
		return found;
	arena_init(&a, &oom);
	if (setjmp(oom) == 0)
		found = open_at(d, path_normalise(path, &a));
	arena_release(&a);
	return found;
}

static enum io_kind kind(void *payload, struct str path)
{
	struct documents *d = payload;

	return open_text(d, path) ? io_file : d->below->kind(d->below->payload, path);
}

static int read(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err)
{
	struct documents *d = payload;
	const struct document *open = open_text(d, path);

	if (!open)
		return d->below->read(d->below->payload, path, max, a, out, err);
	if (open->text.length > max)
		return error_set(err, error_io, "%.*s: larger than the limit of %zu bytes", STR_ARG(path), max);
	*out = open->text;
	return 0;
}

static int list(void *payload, struct str path, struct arena *a, struct str **out, uint32_t *out_count, struct error *err)
{
	struct documents *d = payload;

	return d->below->list(d->below->payload, path, a, out, out_count, err);
}

static bool is_link(void *payload, struct str path)
{
	struct documents *d = payload;

	return d->below->is_link(d->below->payload, path);
}

static bool inside(void *payload, struct str folder, struct str path)
{
	struct documents *d = payload;

	return d->below->inside(d->below->payload, folder, path);
}

/* While something is compiled no document changes, so several threads may look. */
struct io documents_io(struct documents *d)
{
	return (struct io){d, kind, read, list, is_link, inside, d->below->shared};
}

bool documents_text(struct documents *d, struct str path, struct arena *a, struct str *out)
{
	struct error err;

	return kind(d, path) == io_file && read(d, path, SOURCE_MAX_BYTES, a, out, &err) == 0;
}
