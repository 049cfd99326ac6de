/* SPDX-License-Identifier: Apache-2.0 */
/* Request and files in, a moved branch out. Until the branch moves, nothing is visible to anybody. */
#include "compiler/commit/commit_write.h"

#include <time.h>
#include <unistd.h>

#include "compiler/commit/branch.h"
#include "compiler/commit/commit_object.h"
#include "compiler/commit/message.h"
#include "compiler/commit/note.h"
#include "compiler/commit/plan.h"
#include "compiler/commit/push.h"
#include "compiler/commit/push_diverged.h"
#include "compiler/commit/sign.h"
#include "compiler/commit/tree_write.h"

struct run {
	struct git_session session;
	const struct commit_request *request;
	const struct file_set *files;
	const struct commit_hooks *hooks;
	struct arena *arena;           /* the caller's */
	struct identity identity;
	struct signer *signer;         /* NULL: commits are not signed */
	struct branch branch;
	struct push_remote *remote;    /* NULL: no push */
	git_oid parent;                /* to commit on: the branch's tip, or what a remote has */
	bool has_parent;
	bool locked;                   /* the last try met a lock */
	struct commit_result result;
};

enum step { step_done, step_again };

static struct str hex_of(struct arena *a, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	return arena_str(a, str_from(git_oid_tostr(hex, sizeof(hex), id)));
}

int commit_plan(const struct commit_request *request, const struct file_set *files, struct arena *a, struct commit_result *out,
		struct error *err)
{
	struct arena *scratch = scratch_new(a);
	struct git_session s;
	struct branch branch;
	struct plan plan;
	git_oid start;
	bool has_start;
	int failed;

	failed = git_session_open(scratch, request->repository, &s, err) < 0 ||
		 branch_find(&s, request->branch, &branch, err) < 0 ||
		 branch_start(&s, &branch, request->base, &start, &has_start, err) < 0 ||
		 plan_make(&s, request, files, has_start ? &start : NULL, a, &plan, err) < 0;
	if (!failed)
		*out = (struct commit_result){
			.branch = arena_str(a, branch.name),
			.parent = has_start ? hex_of(a, &start) : STR_NONE,
			.changes = plan.changes,
			.change_count = plan.change_count,
			.kept = plan.kept,
			.kept_count = plan.kept_count,
		};
	arena_release(scratch);
	return failed ? -1 : 0;
}

/* The commit's bytes, signed where that is wanted. */
static int make_commit(struct run *run, struct arena *a, const git_oid *tree, const git_oid *parent, struct str message,
		       struct str *out, struct error *err)
{
	struct str signature;

	*out = commit_object_print(a, tree, parent, &run->identity, STR_NONE, message);
	if (!run->signer)
		return 0;
	if (signer_sign(run->signer, a, *out, &signature, err) < 0)
		return -1;
	*out = commit_object_print(a, tree, parent, &run->identity, signature, message);
	return 0;
}

/* Stores blobs, trees and the commit; *out_id is the commit. */
static int store(struct run *run, struct git_session *s, struct plan *plan, git_oid *out_id, struct error *err)
{
	const git_oid *parent = plan->has_parent ? &plan->parent : NULL;
	struct pack *pack = pack_new(s, run->signer != NULL); /* who cannot sign leaves nothing behind */
	struct str message, commit;
	git_oid tree;

	message = message_make(s->scratch, run->request, plan->changes, plan->change_count, &plan->before, &plan->after);
	if (tree_write(s, plan, pack, &tree, err) < 0 || make_commit(run, s->scratch, &tree, parent, message, &commit, err) < 0)
		return -1;
	if (pack_add(pack, GIT_OBJECT_COMMIT, commit, out_id, err) < 0)
		return -1;
	return pack_store(pack, err);
}

/* Plans on run->parent and stores what changes; afterwards run->parent is the commit that the branch is to be at. */
static int advance(struct run *run, struct git_session *s, struct error *err)
{
	struct plan plan;

	if (plan_make(s, run->request, run->files, run->has_parent ? &run->parent : NULL, run->arena, &plan, err) < 0)
		return -1;
	run->result.changes = plan.changes;
	run->result.change_count = plan.change_count;
	run->result.kept = plan.kept;
	run->result.kept_count = plan.kept_count;
	run->result.commit = STR_NONE;
	if (plan.change_count == 0)
		return 0;
	if (store(run, s, &plan, &run->parent, err) < 0)
		return -1;
	run->has_parent = true;
	run->result.commit = hex_of(run->arena, &run->parent);
	return 0;
}

/* What was planned on one commit may undo what others did in the next. */
static int check_parent(struct run *run, struct error *err)
{
	const struct str planned = run->request->parent;

	if (!planned.length || (run->has_parent && str_equal(hex_of(run->session.scratch, &run->parent), planned)))
		return 0;
	return error_set(err, error_moved, "the branch `%s` has moved meanwhile; try again", run->branch.name.data);
}

/* A try has a scratch of its own, so that ten of them take no more memory than one. */
static int advance_in_scratch(struct run *run, struct error *err)
{
	struct git_session s = run->session;
	int failed;

	s.scratch = scratch_new(run->session.scratch);
	failed = advance(run, &s, err);
	arena_release(s.scratch);
	return failed;
}

static void call(void (*hook)(void *payload), const struct commit_hooks *hooks)
{
	if (hook)
		hook(hooks->payload);
}

static int move(struct run *run, enum step *out, struct error *err)
{
	enum branch_moved moved = branch_moved;
	struct branch *b = &run->branch;

	*out = step_done;
	if (!run->has_parent || (b->exists && git_oid_equal(&b->tip, &run->parent)))
		return 0;
	if (run->hooks)
		call(run->hooks->before_move, run->hooks);
	if (branch_move(&run->session, b, &run->parent, &moved, err) < 0)
		return -1;
	if (moved == branch_moved)
		return 0;
	run->locked = moved == branch_locked;
	*out = step_again;
	if (branch_reload(&run->session, b, err) < 0)
		return -1;
	run->parent = b->tip;
	run->has_parent = b->exists;
	return 0;
}

/* Somebody pushed in between: their tip is what to commit on. Everything else that is refused stays refused. */
static int start_over_on_theirs(struct run *run, struct error *err)
{
	bool exists, theirs_is_new;
	git_oid theirs;

	if (push_fetch(run->remote, &run->branch, &theirs, &exists, err) < 0)
		return -1;
	if (!exists)
		return push_refusal(run->remote, &run->branch, err);
	if (push_is_news(&run->session, &run->branch, &theirs, &theirs_is_new, err) < 0)
		return -1;
	if (!theirs_is_new)
		return push_refusal(run->remote, &run->branch, err);
	if (push_check_ours(&run->session, &run->branch, &theirs, err) < 0)
		return -1;
	run->parent = theirs;
	run->has_parent = true;
	return 0;
}

static int say_what_is_done(const struct run *run, struct error *err)
{
	struct error inner;

	if (!err || run->result.commit.length == 0)
		return -1;
	inner = *err;
	return error_set(err, inner.code, "%.800s; commit %.10s is on the branch here, and the next run pushes it", inner.message,
			 run->result.commit.data);
}

static int push(struct run *run, enum step *out, struct error *err)
{
	enum push_outcome outcome;

	*out = step_done;
	if (!run->remote || !run->has_parent)
		return 0;
	if (run->hooks)
		call(run->hooks->before_push, run->hooks);
	if (push_branch(run->remote, &run->branch, &outcome, err) < 0)
		return say_what_is_done(run, err);
	run->result.pushed = outcome == push_done;
	if (outcome == push_done)
		return 0;
	*out = step_again;
	return start_over_on_theirs(run, err);
}

/* 1, 2, 4 … ms, not the same for every process. */
static void back_off(int tried)
{
	long ms = 1L << (tried < 7 ? tried : 7);
	struct timespec time = {0, (ms + (long)getpid() * (tried + 1) % (ms + 1)) * 1000000};

	nanosleep(&time, NULL);
}

static int give_up(struct run *run, struct error *err)
{
	const struct branch *b = &run->branch;

	if (run->locked)
		return error_set(err, error_moved,
				 "the branch `%s` is locked by another program; if none is at work there, one was killed: delete "
				 "%s%s.lock",
				 b->name.data, git_repository_commondir(run->session.repo), b->reference.data);
	return error_set(err, error_moved, "the branch `%s` moved %d times while this commit was made; try again", b->name.data,
			 commit_tries_max);
}

static int try_until_done(struct run *run, struct error *err)
{
	enum step step;

	for (int tried = 0; tried < commit_tries_max; tried++) {
		if (tried)
			back_off(tried);
		if (check_parent(run, err) < 0 || advance_in_scratch(run, err) < 0 || move(run, &step, err) < 0)
			return -1;
		if (step == step_again)
			continue;
		if (push(run, &step, err) < 0)
			return -1;
		if (step == step_done)
			return 0;
	}
	return give_up(run, err);
}

/* What to commit on. A branch with a base that is not here may be at the remote, where it has gone its own way. */
static int find_start(struct run *run, struct error *err)
{
	const struct commit_request *request = run->request;
	bool far = false;

	if (!run->branch.exists && request->base.length && run->remote &&
	    push_fetch(run->remote, &run->branch, &run->parent, &far, err) < 0)
		return -1;
	run->has_parent = far;
	return far ? 0 : branch_start(&run->session, &run->branch, request->base, &run->parent, &run->has_parent, err);
}

static int prepare(struct run *run, struct arena *scratch, struct error *err)
{
	const struct commit_request *request = run->request;
	struct git_session *s = &run->session;
	const char *unused;

	if (note_check(request, err) < 0 || git_session_open(scratch, request->repository, s, err) < 0 ||
	    branch_find(s, request->branch, &run->branch, err) < 0 || branch_check_free(s, &run->branch, err) < 0 ||
	    git_text(scratch, request->message, "message", &unused, err) < 0 || identity_find(s, &run->identity, err) < 0)
		return -1;
	if (signer_find(s, request, &run->identity, &run->signer, err) < 0)
		return -1;
	git_repository_set_ident(s->repo, run->identity.committer->name, run->identity.committer->email);
	if (request->push_remote.length && push_remote_open(s, request->push_remote, &run->remote, err) < 0)
		return -1;
	run->result.branch = arena_str(run->arena, run->branch.name);
	return find_start(run, err);
}

/* After the branch is where it is to be, here and at the remote. */
static int note(struct run *run, struct error *err)
{
	if (!run->request->note || !run->has_parent)
		return 0;
	if (note_write(&run->session, run->request, &run->identity, run->remote, &run->parent, err) < 0)
		return say_what_is_done(run, err);
	return 0;
}

int commit_write(const struct commit_request *request, const struct file_set *files, const struct commit_hooks *hooks,
		 struct arena *a, struct commit_result *out, struct error *err)
{
	struct arena *scratch = scratch_new(a);
	struct run *run = arena_new(scratch, struct run);
	int failed;

	*run = (struct run){.request = request, .files = files, .hooks = hooks, .arena = a};
	failed = prepare(run, scratch, err) < 0 || try_until_done(run, err) < 0 || note(run, err) < 0;
	if (!failed)
		*out = run->result;
	arena_release(scratch);
	return failed ? -1 : 0;
}
