/* SPDX-License-Identifier: Apache-2.0 */
/* A branch and a remote's tip in, whether the branch may be made anew on that tip out. */
#include "compiler/commit/push_diverged.h"

#include <string.h>

#include "compiler/commit/message.h"

int push_is_news(struct git_session *s, const struct branch *b, const git_oid *theirs, bool *out, struct error *err)
{
	int code = git_oid_equal(&b->tip, theirs) ? 1 : git_graph_descendant_of(s->repo, &b->tip, theirs);

	if (code < 0)
		return git_fail(err, code, "cannot compare `%s` with the remote's", b->name.data);
	*out = code == 0;
	return 0;
}

static bool is_ours(const git_commit *commit)
{
	return git_commit_parentcount(commit) <= 1 && strstr(git_commit_message(commit), "\n" MESSAGE_TRAILER);
}

static void free_commit(void *handle)
{
	git_commit_free(handle);
}

static void free_walk(void *handle)
{
	git_revwalk_free(handle);
}

static int check_commit(struct git_session *s, const struct branch *b, const git_oid *id, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_commit);
	git_commit *commit;
	int code = git_commit_lookup(&commit, s->repo, id);

	if (code < 0)
		return git_fail(err, code, "cannot read a commit of `%s`", b->name.data);
	slot->handle = commit;
	if (!is_ours(commit))
		return error_set(
			err, error_remote,
			"the branch `%s` here and at the remote have gone apart: only here there is commit %.10s (%.60s), which "
			"this tool did not make; merge or rebase it first",
			b->name.data, git_oid_tostr_s(id), git_commit_summary(commit));
	slot_clear(slot);
	return 0;
}

int push_check_ours(struct git_session *s, const struct branch *b, const git_oid *theirs, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_walk);
	git_revwalk *walk;
	git_oid id;
	int code = git_revwalk_new(&walk, s->repo);

	if (code >= 0) {
		slot->handle = walk;
		code = git_revwalk_push(walk, &b->tip);
	}
	if (code >= 0)
		code = git_revwalk_hide(walk, theirs);
	while (code >= 0 && (code = git_revwalk_next(&id, walk)) == 0)
		if (check_commit(s, b, &id, err) < 0)
			return -1;
	if (code != GIT_ITEROVER)
		return git_fail(err, code, "cannot compare `%s` with the remote's", b->name.data);
	slot_clear(slot);
	return 0;
}
