/* SPDX-License-Identifier: Apache-2.0 */
/* A remote's tip in, the branch here at that tip out. */
#include "compiler/commit/branch.h"
#include "compiler/commit/commit_write.h"
#include "compiler/commit/push.h"
#include "compiler/commit/push_diverged.h"

/* A branch that does not exist has no commits of its own. */
static int follow(struct git_session *s, struct branch *b, const git_oid *theirs, struct error *err)
{
	enum branch_moved moved;
	bool news = true;

	if (b->exists && push_is_news(s, b, theirs, &news, err) < 0)
		return -1;
	if (!news)
		return 0;
	if (b->exists && push_check_ours(s, b, theirs, err) < 0)
		return -1;
	if (branch_move(s, b, theirs, &moved, err) < 0)
		return -1;
	if (moved == branch_moved)
		return 0;
	return error_set(err, error_moved, "the branch `%s` is in use by another program; try again", b->name.data);
}

static int sync_in(struct arena *scratch, const struct commit_request *request, struct error *err)
{
	struct push_remote *remote;
	struct git_session s;
	struct branch b;
	git_oid theirs;
	bool exists;

	if (git_session_open(scratch, request->repository, &s, err) < 0 || branch_find(&s, request->branch, &b, err) < 0 ||
	    branch_check_free(&s, &b, err) < 0 || push_remote_open(&s, request->push_remote, &remote, err) < 0 ||
	    push_fetch(remote, &b, &theirs, &exists, err) < 0)
		return -1;
	return exists ? follow(&s, &b, &theirs, err) : 0;
}

int commit_sync(const struct commit_request *request, struct arena *a, struct error *err)
{
	struct arena *scratch = scratch_new(a);
	int failed = sync_in(scratch, request, err);

	arena_release(scratch);
	return failed;
}
