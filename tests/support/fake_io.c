/* SPDX-License-Identifier: Apache-2.0 */
/* Looks paths up in a table. */
#include "tests/support/fake_io.h"

#include <stdlib.h>
#include <string.h>

/* Goes one folder up in an absolute path without its last '/'. */
static size_t cut_last(const char *path, size_t length)
{
	while (length && path[length - 1] != '/')
		length--;
	return length ? length - 1 : 0;
}

/* Takes "." and ".." and doubled '/' out; what is too long is cut and so found nowhere. */
static void normalise(struct str path, char out[fake_path_max])
{
	static const char here[] = "/work";
	size_t length = str_starts(path, "/") ? 0 : sizeof(here) - 1;
	struct str part;

	if (str_is(path, "-")) { /* standard input; "./-" is a file */
		memcpy(out, "-", 2);
		return;
	}
	memcpy(out, here, length);
	while (str_cut(&path, '/', &part)) {
		if (part.length == 0 || str_is(part, "."))
			continue;
		if (str_is(part, "..")) {
			length = cut_last(out, length);
			continue;
		}
		if (part.length + length + 2 > fake_path_max)
			break;
		out[length++] = '/';
		memcpy(out + length, part.data, part.length);
		length += part.length;
	}
	out[length] = '\0';
}

static const struct fake_file *find(const struct fake_io *f, const char *path)
{
	for (uint32_t i = 0; i < f->count; i++)
		if (strcmp(f->files[i].path, path) == 0)
			return &f->files[i];
	return NULL;
}

/* What follows the folder in the path of a file within; empty for others. */
static struct str within(const struct fake_file *file, const char *folder)
{
	size_t length = strlen(folder);

	if (strncmp(file->path, folder, length) != 0 || file->path[length] != '/')
		return STR_NONE;
	return str_from(file->path + length + 1);
}

static bool is_folder(const struct fake_io *f, const char *path)
{
	for (uint32_t i = 0; i < f->count; i++)
		if (within(&f->files[i], path).length)
			return true;
	return false;
}

static enum io_kind fake_kind(void *payload, struct str path)
{
	const struct fake_file *file;
	char whole[fake_path_max];

	normalise(path, whole);
	file = find(payload, whole);
	if (file)
		return file->text.data ? io_file : io_special;
	return is_folder(payload, whole) ? io_folder : io_absent;
}

static bool failing(struct fake_io *f)
{
	return ++f->calls == f->fail_at;
}

static int fake_read(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err)
{
	const struct fake_file *file;
	char whole[fake_path_max];

	(void)a;
	normalise(path, whole);
	if (failing(payload))
		return error_set(err, error_io, "%.*s: the disk is on fire", STR_ARG(path));
	file = find(payload, whole);
	if (!file)
		return error_set(err, error_not_found, "%.*s: No such file or directory", STR_ARG(path));
	if (file->text.length > max)
		return error_set(err, error_io, "%.*s: larger than the limit of %zu bytes", STR_ARG(path), max);
	*out = file->text.data ? file->text : STR("");
	return 0;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static int fake_list(void *payload, struct str path, struct arena *a, struct str **out, uint32_t *out_count, struct error *err)
{
	const struct fake_io *f = payload;
	char whole[fake_path_max];
	uint32_t count = 0, kept = 0;
	struct str *names = arena_array(a, struct str, fake_file_max);

	normalise(path, whole);
	if (failing(payload))
		return error_set(err, error_io, "%.*s: the disk is on fire", STR_ARG(path));
	for (uint32_t i = 0; i < f->count; i++) {
		struct str rest = within(&f->files[i], whole);

		if (rest.length)
			str_cut(&rest, '/', &names[count++]);
	}
	qsort(names, count, sizeof(*names), by_bytes);
	for (uint32_t i = 0; i < count; i++)
		if (kept == 0 || !str_equal(names[i], names[kept - 1]))
			names[kept++] = names[i];
	*out = names;
	*out_count = kept;
	return 0;
}

static bool fake_is_link(void *payload, struct str path)
{
	(void)payload, (void)path;
	return false;
}

static bool fake_inside(void *payload, struct str folder, struct str path)
{
	char root[fake_path_max], whole[fake_path_max];
	size_t length;

	(void)payload;
	normalise(folder, root);
	normalise(path, whole);
	length = strlen(root);
	return strncmp(root, whole, length) == 0 && (whole[length] == '/' || whole[length] == '\0');
}

void fake_io_init(struct fake_io *f)
{
	*f = (struct fake_io){.io = {f, fake_kind, fake_read, fake_list, fake_is_link, fake_inside, false}};
}

void fake_io_put(struct fake_io *f, const char *path, struct str text)
{
	char whole[fake_path_max];
	struct fake_file *file;

	normalise(str_from(path), whole);
	file = (struct fake_file *)find(f, whole);
	if (!file) {
		if (f->count == fake_file_max)
			abort();
		file = &f->files[f->count++];
		memcpy(file->path, whole, sizeof(whole));
	}
	file->text = text;
}
