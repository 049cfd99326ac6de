/* SPDX-License-Identifier: Apache-2.0 */
/* What a commit says, in git's form. */
#include "compiler/commit/commit_object.h"

#include <stdlib.h>

#include "lib/base/scratch.h"

enum { commit_max = 1 << 30 };

static void put_id(struct buf *out, const char *what, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	buf_printf(out, "%s %s\n", what, git_oid_tostr(hex, sizeof(hex), id));
}

static void put_person(struct buf *out, const char *what, const git_signature *who)
{
	int minutes = abs(who->when.offset);

	buf_printf(out, "%s %s <%s> %lld %c%02d%02d\n", what, who->name, who->email, (long long)who->when.time,
		   who->when.offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* Lines after the first one begin with a blank. */
static void put_signature(struct buf *out, struct str signature)
{
	struct str line, rest = str_trim(signature);

	buf_puts(out, "gpgsig");
	while (str_cut(&rest, '\n', &line))
		buf_printf(out, " %.*s\n", STR_ARG(line));
}

struct str commit_object_print(struct arena *a, const git_oid *tree, const git_oid *parent, const struct identity *identity,
			       struct str signature, struct str message)
{
	struct buf *out = scratch_buf(a, commit_max);

	put_id(out, "tree", tree);
	if (parent)
		put_id(out, "parent", parent);
	put_person(out, "author", identity->author);
	put_person(out, "committer", identity->committer);
	if (signature.length)
		put_signature(out, signature);
	buf_putc(out, '\n');
	buf_add(out, message);
	return scratch_buf_str(a, out);
}
