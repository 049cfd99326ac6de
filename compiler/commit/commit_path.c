/* SPDX-License-Identifier: Apache-2.0 */
/* Path in, fault out: what git, or a file system that a commit is checked out to, would trip over. */
#include "compiler/commit/commit_path.h"

#include "lib/base/utf8.h"

/* Characters that HFS+ ignores in names, so that ".g<U+200C>it" is ".git" there (git's own list, CVE-2014-9390). */
static bool is_ignored_by_hfs(uint32_t character)
{
	return (character >= 0x200C && character <= 0x200F) || (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x206A && character <= 0x206F) || character == 0xFEFF;
}

/* Compares with `wanted` (lower case, ASCII) as the most forgiving file system would. */
static bool is_disguise_of(struct str name, const char *wanted)
{
	for (size_t at = 0, length; at < name.length; at += length) {
		uint32_t character;

		length = utf8_decode(name, at, &character);
		if (length == 0)
			return false;
		if (is_ignored_by_hfs(character))
			continue;
		if (character >= 'A' && character <= 'Z')
			character += 'a' - 'A';
		if (!*wanted || character != (uint32_t)(unsigned char)*wanted++)
			return false;
	}
	return *wanted == '\0';
}

/* The first byte rules out nearly all names. */
static bool may_be_git(char first)
{
	return first == '.' || first == 'g' || first == 'G' || (unsigned char)first >= 0x80;
}

static const char *name_fault(struct str name)
{
	if (name.length == 0)
		return "has an empty component";
	if (name.length > commit_name_max)
		return "has a component longer than 255 bytes";
	if (str_is(name, ".") || str_is(name, ".."))
		return "has a component `.` or `..`";
	if (may_be_git(name.data[0]) && (is_disguise_of(name, ".git") || is_disguise_of(name, "git~1")))
		return "has a component `.git`";
	return NULL;
}

static const char *bytes_fault(struct str path)
{
	for (size_t i = 0; i < path.length; i++) {
		unsigned char c = (unsigned char)path.data[i];

		if (c == '\\')
			return "has a backslash";
		if (c < 0x20 || c == 0x7F)
			return "has a control character";
	}
	return NULL;
}

const char *commit_path_fault(struct str path)
{
	const char *fault = bytes_fault(path);
	struct str name;

	if (fault)
		return fault;
	if (path.length == 0)
		return "is empty";
	if (path.length > commit_path_max)
		return "is longer than 4096 bytes";
	if (str_starts(path, "/"))
		return "begins with `/`";
	while (!fault && str_cut(&path, '/', &name))
		fault = name_fault(name);
	return fault;
}
