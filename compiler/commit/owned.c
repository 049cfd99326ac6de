/* SPDX-License-Identifier: Apache-2.0 */
/* The ownership file: text to a sorted list of paths, and back. */
#include "compiler/commit/owned.h"

#include <string.h>

#include "compiler/commit/commit.h"
#include "compiler/commit/commit_path.h"

static uint32_t count_lines(struct str text)
{
	uint32_t lines = 0;

	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	return lines;
}

static int fail(struct error *err, uint32_t line, const char *what)
{
	return error_set(err, error_git,
			 "%s, line %u: %s; the list was not written by this tool alone: restore it from an earlier commit",
			 OWNED_FILE, line, what);
}

static int check_line(const struct owned *before, struct str path, struct error *err)
{
	uint32_t line = before->count + 1;
	const char *fault = commit_path_fault(path);
	char what[100];

	if (fault) {
		int length = path.length > 40 ? 40 : (int)path.length;

		for (int i = 0; i < length; i++)
			what[i] = path.data[i] >= 0x20 && path.data[i] < 0x7F ? path.data[i] : '?';
		return error_set(
			err, error_git,
			"%s, line %u: the path `%.*s` %s; the list was not written by this tool alone: restore it from an "
			"earlier commit",
			OWNED_FILE, line, length, what, fault);
	}
	if (str_is(path, OWNED_FILE))
		return fail(err, line, "the list names itself");
	if (before->count && str_compare(before->paths[before->count - 1], path) >= 0)
		return fail(err, line, "the paths are not sorted");
	return 0;
}

int owned_parse(struct arena *a, struct str text, struct owned *out, struct error *err)
{
	struct owned owned = {arena_array(a, struct str, count_lines(text)), 0};
	struct str rest = text, path;

	if (text.length && !str_ends(text, "\n"))
		return fail(err, count_lines(text) + 1, "the last line does not end");
	while (rest.length && str_cut(&rest, '\n', &path)) {
		if (check_line(&owned, path, err) < 0)
			return -1;
		owned.paths[owned.count++] = path;
	}
	*out = owned;
	return 0;
}

struct str owned_print(struct arena *a, const struct owned *owned)
{
	size_t length = 0;
	char *text, *end;

	for (uint32_t i = 0; i < owned->count; i++)
		length += owned->paths[i].length + 1;
	text = end = arena_alloc(a, length + 1);
	for (uint32_t i = 0; i < owned->count; i++) {
		memcpy(end, owned->paths[i].data, owned->paths[i].length);
		end += owned->paths[i].length;
		*end++ = '\n';
	}
	return (struct str){text, length};
}

/* Where the paths in a folder sort: "a" < "a.b" < "a/c", so that equality means "lies in it". */
static int compare_with_folder(struct str path, struct str folder)
{
	int order = str_compare(str_slice(path, 0, folder.length), folder);

	if (order || path.length == folder.length)
		return order ? order : -1;
	return (unsigned char)path.data[folder.length] - '/';
}

static bool search(const struct owned *owned, struct str wanted, int (*compare)(struct str path, struct str wanted))
{
	uint32_t low = 0, high = owned->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = compare(owned->paths[middle], wanted);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool owned_has_under(const struct owned *owned, struct str folder)
{
	return search(owned, folder, compare_with_folder) || search(owned, folder, str_compare);
}
