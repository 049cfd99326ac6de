/* SPDX-License-Identifier: Apache-2.0 */
/* An interface to files that remembers, and looks again. It asks rather than being told, so that it works on any file system. */
#include "compiler/cli/watch.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/base/alloc.h"

void watch_init(struct watch *w, const struct io *below)
{
	*w = (struct watch){.below = below};
}

void watch_clear(struct watch *w)
{
	for (uint32_t i = 0; i < w->count; i++)
		mem_free((char *)w->items[i].path.data);
	mem_free(w->items);
	watch_init(w, w->below);
}

static struct watch_stamp stamp_of(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct watch_stamp){0};
	return (struct watch_stamp){(uint64_t)st.st_ino, (uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec,
				    (uint64_t)st.st_mtim.tv_nsec, (uint64_t)st.st_mode};
}

static bool same_stamp(struct watch_stamp a, struct watch_stamp b)
{
	return a.inode == b.inode && a.bytes == b.bytes && a.seconds == b.seconds && a.nanoseconds == b.nanoseconds && a.mode == b.mode;
}

static bool make_room(struct watch *w)
{
	uint32_t capacity = w->capacity ? 2 * w->capacity : 64;
	struct watched *items;

	if (w->count < w->capacity)
		return true;
	if (w->count == watch_max || !(items = mem_resize(w->items, capacity * sizeof(*items))))
		return false;
	w->items = items;
	w->capacity = capacity;
	return true;
}

/* A file is asked for its kind and then read: the first stamp counts, so that no change falls between the two. */
static void note(struct watch *w, struct str path)
{
	char *copy;

	if (str_is(path, "-") || (w->count && str_equal(w->items[w->count - 1].path, path)))
		return;
	copy = make_room(w) ? mem_alloc(path.length + 1) : NULL;
	if (!copy) {
		w->failed = true;
		return;
	}
	if (path.length)
		memcpy(copy, path.data, path.length);
	copy[path.length] = '\0';
	w->items[w->count++] = (struct watched){{copy, path.length}, stamp_of(copy)};
}

static enum io_kind kind(void *payload, struct str path)
{
	struct watch *w = payload;

	note(w, path);
	return w->below->kind(w->below->payload, path);
}

static int read_file(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err)
{
	struct watch *w = payload;

	note(w, path);
	return w->below->read(w->below->payload, path, max, a, out, err);
}

static int list(void *payload, struct str path, struct arena *a, struct str **out, uint32_t *out_count, struct error *err)
{
	struct watch *w = payload;

	note(w, path);
	return w->below->list(w->below->payload, path, a, out, out_count, err);
}

static bool is_link(void *payload, struct str path)
{
	struct watch *w = payload;

	return w->below->is_link(w->below->payload, path);
}

static bool inside(void *payload, struct str folder, struct str path)
{
	struct watch *w = payload;

	return w->below->inside(w->below->payload, folder, path);
}

struct io watch_io(struct watch *w)
{
	return (struct io){w, kind, read_file, list, is_link, inside, false};
}

bool watch_changed(const struct watch *w)
{
	for (uint32_t i = 0; i < w->count; i++)
		if (!same_stamp(stamp_of(w->items[i].path.data), w->items[i].stamp))
			return true;
	return false;
}

static void pause_for(long milliseconds)
{
	struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000};

	nanosleep(&t, NULL);
}

void watch_wait(const struct watch *w)
{
	while (!watch_changed(w))
		pause_for(watch_milliseconds);
	pause_for(watch_milliseconds / 4);
}
