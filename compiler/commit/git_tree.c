/* SPDX-License-Identifier: Apache-2.0 */
/* Tree objects. No libgit2 here but its type of an id: these run once for each folder that changed, and must be quick. */
#include "compiler/commit/git_tree.h"

#include <stdlib.h>
#include <string.h>

enum { mode_kind = 0170000, id_bytes = 20 };

bool git_mode_is_folder(uint32_t mode)
{
	return (mode & mode_kind) == 0040000;
}

bool git_mode_is_file(uint32_t mode)
{
	return (mode & mode_kind) == 0100000;
}

bool git_mode_is_link(uint32_t mode)
{
	return (mode & mode_kind) == 0120000;
}

const char *git_mode_name(uint32_t mode)
{
	if (git_mode_is_folder(mode))
		return "a folder";
	if (git_mode_is_link(mode))
		return "a symbolic link";
	return git_mode_is_file(mode) ? "a file" : "a submodule";
}

/* "100644", at most seven octal digits. */
static bool parse_mode(struct str digits, uint32_t *out)
{
	uint32_t mode = 0;

	if (digits.length == 0 || digits.length > 7)
		return false;
	for (size_t i = 0; i < digits.length; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '7')
			return false;
		mode = mode << 3 | (uint32_t)(digits.data[i] - '0');
	}
	*out = mode;
	return true;
}

static bool parse_entry(struct str *rest, struct git_entry *out)
{
	struct str mode;

	if (!str_cut(rest, ' ', &mode) || !parse_mode(mode, &out->mode) || !str_cut(rest, '\0', &out->name) ||
	    out->name.length == 0 || rest->length < id_bytes)
		return false;
	memcpy(out->id.id, rest->data, id_bytes);
	*rest = str_slice(*rest, id_bytes, rest->length);
	return true;
}

bool git_tree_parse(struct arena *a, struct str bytes, struct git_entries *out)
{
	struct git_entries entries = {0};
	uint32_t capacity = 0;

	for (struct str rest = bytes; rest.length;) {
		struct git_entry entry = {0};

		if (!parse_entry(&rest, &entry))
			return false;
		arena_grow(a, entries.items, entries.count, capacity);
		entries.items[entries.count++] = entry;
	}
	*out = entries;
	return true;
}

static void put_mode(struct buf *out, uint32_t mode)
{
	char digits[11], *at = digits + sizeof(digits);

	do
		*--at = (char)('0' + (mode & 7));
	while (mode >>= 3);
	buf_add(out, (struct str){at, (size_t)(digits + sizeof(digits) - at)});
}

void git_tree_print(struct buf *out, const struct git_entries *entries)
{
	buf_clear(out);
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct git_entry *entry = &entries->items[i];

		put_mode(out, entry->mode);
		buf_putc(out, ' ');
		buf_add(out, entry->name);
		buf_putc(out, '\0');
		buf_add(out, (struct str){(const char *)entry->id.id, id_bytes});
	}
}

/* What stands at `at` in a name that ends in a slash (folders) or a NUL (all else). */
static int byte_at(struct str name, size_t at, bool is_folder)
{
	return at < name.length ? (unsigned char)name.data[at] : is_folder ? '/' : '\0';
}

int git_tree_compare(struct str a, bool a_is_folder, struct str b, bool b_is_folder)
{
	size_t common = a.length < b.length ? a.length : b.length;
	int order = common ? memcmp(a.data, b.data, common) : 0;

	return order ? order : byte_at(a, common, a_is_folder) - byte_at(b, common, b_is_folder);
}

static int by_name(const void *x, const void *y)
{
	const struct git_entry *a = x, *b = y;

	return git_tree_compare(a->name, git_mode_is_folder(a->mode), b->name, git_mode_is_folder(b->mode));
}

void git_tree_sort(struct git_entries *entries)
{
	if (entries->count)
		qsort(entries->items, entries->count, sizeof(*entries->items), by_name);
}

static struct git_entry *find_as(const struct git_entries *entries, struct str name, uint32_t mode)
{
	struct git_entry wanted = {.name = name, .mode = mode};

	return bsearch(&wanted, entries->items, entries->count, sizeof(wanted), by_name);
}

struct git_entry *git_tree_find(const struct git_entries *entries, struct str name)
{
	struct git_entry *found;

	if (entries->count == 0)
		return NULL;
	found = find_as(entries, name, 0100644);
	return found ? found : find_as(entries, name, 0040000);
}
