/* SPDX-License-Identifier: Apache-2.0 */
/* argv[0] -> a row; and help in the words of that row. */
#include "compiler/cli/invocation.h"

#include "compiler/cli/cli.h"
#include "lib/base/io.h"

/* The first row is for every other name. */
static const struct invocation rows[] = {
	{PROGRAM, PROGRAM, false},
	{"kubectl-mpicc_yaml", "kubectl " PROGRAM, false},
	{"kubectl_complete-mpicc_yaml", "kubectl " PROGRAM, true},
	{"git-" PROGRAM, "git " PROGRAM, false},
};

const struct invocation *invocation_of(const char *path)
{
	struct str name = path_name(str_from(path));

	for (size_t i = 1; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_is(name, rows[i].file))
			return &rows[i];
	return &rows[0];
}

/* A command has its arguments after it; ".mpicc-yaml.owned" and "mpicc-yaml.fish" are files. */
static bool is_command(struct str text, size_t at)
{
	char before = at ? text.data[at - 1] : ' ';
	size_t end = at + sizeof(PROGRAM) - 1;

	return str_starts(str_slice(text, at, text.length), PROGRAM) && end < text.length && text.data[end] == ' ' &&
	       (before == ' ' || before == '\n' || before == '`' || before == '(');
}

struct str invocation_name(const struct invocation *invocation, struct arena *a, struct str text)
{
	struct str out = STR_NONE;
	size_t done = 0;

	if (invocation == &rows[0])
		return text;
	for (size_t at = 0; at < text.length; at++) {
		if (!is_command(text, at))
			continue;
		out = arena_join(a, arena_join(a, out, str_slice(text, done, at)), str_from(invocation->shown));
		done = at + sizeof(PROGRAM) - 1;
	}
	return arena_join(a, out, str_slice(text, done, text.length));
}
