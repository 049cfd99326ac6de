/* SPDX-License-Identifier: Apache-2.0 */
/* Branches, through libgit2. */
#include "compiler/commit/branch.h"

static const char heads[] = "refs/heads/";

static void free_reference(void *handle)
{
	git_reference_free(handle);
}

static int lookup(struct git_session *s, const char *name, git_reference **out)
{
	struct slot *slot = slot_new(s->scratch, free_reference);
	int code = git_reference_lookup(out, s->repo, name);

	if (code >= 0)
		slot->handle = *out;
	return code;
}

/* The branch that HEAD names. */
static int head_name(struct git_session *s, struct str *out, struct error *err)
{
	git_reference *head;
	int code = lookup(s, "HEAD", &head);
	struct str target;

	if (code < 0)
		return git_fail(err, code, "cannot read HEAD");
	target = str_from(git_reference_symbolic_target(head));
	if (!str_starts(target, heads))
		return error_set(err, error_git, "HEAD is detached, so it names no branch; say which branch to commit to");
	*out = arena_str(s->scratch, str_slice(target, sizeof(heads) - 1, target.length));
	return 0;
}

static int check_name(struct git_session *s, struct str name, struct error *err)
{
	const char *text;
	int valid = 0;

	if (git_text(s->scratch, name, "branch's name", &text, err) < 0)
		return -1;
	if (git_branch_name_is_valid(&valid, text) < 0 || !valid)
		return error_set(err, error_git, "`%s` cannot be a branch's name", text);
	return 0;
}

int branch_reload(struct git_session *s, struct branch *b, struct error *err)
{
	git_reference *reference;
	int code = lookup(s, b->reference.data, &reference);

	b->exists = code >= 0;
	if (code == GIT_ENOTFOUND)
		return 0;
	if (code < 0)
		return git_fail(err, code, "cannot read the branch `%s`", b->name.data);
	if (git_reference_type(reference) != GIT_REFERENCE_DIRECT)
		return error_set(err, error_git, "the branch `%s` only stands for another one, `%s`; name that one", b->name.data,
				 git_reference_symbolic_target(reference));
	b->tip = *git_reference_target(reference);
	return 0;
}

int branch_find(struct git_session *s, struct str name, struct branch *out, struct error *err)
{
	struct branch b = {.name = arena_str(s->scratch, str_starts(name, heads) ? str_slice(name, sizeof(heads) - 1, name.length) : name)};

	if (name.length == 0 && head_name(s, &b.name, err) < 0)
		return -1;
	if (check_name(s, b.name, err) < 0)
		return -1;
	b.reference = arena_format(s->scratch, "%s%s", heads, b.name.data);
	if (branch_reload(s, &b, err) < 0)
		return -1;
	*out = b;
	return 0;
}

int branch_start(struct git_session *s, const struct branch *b, struct str base, git_oid *out, bool *out_has, struct error *err)
{
	struct branch from = *b;

	if (!b->exists && base.length && branch_find(s, base, &from, err) < 0)
		return -1;
	if (!from.exists && base.length)
		return error_set(err, error_git,
				 "there is no branch `%s` for `%s` to begin from; compile to it once, or fetch it from the remote",
				 from.name.data, b->name.data);
	if (from.exists)
		*out = from.tip;
	*out_has = from.exists;
	return 0;
}

/* An unborn branch has no reference that could be asked; HEAD may name it all the same. */
static bool is_checked_out(struct git_session *s, const struct branch *b)
{
	git_reference *reference;

	if (b->exists)
		return lookup(s, b->reference.data, &reference) >= 0 && git_branch_is_checked_out(reference) == 1;
	return !git_repository_is_bare(s->repo) && lookup(s, "HEAD", &reference) >= 0 &&
	       str_equal(str_from(git_reference_symbolic_target(reference)), b->reference);
}

int branch_check_free(struct git_session *s, const struct branch *b, struct error *err)
{
	if (!is_checked_out(s, b))
		return 0;
	return error_set(
		err, error_git,
		"the branch `%s` is checked out, and a commit would leave the files there behind; name another branch, use a "
		"bare repository (git init --bare), or write the files themselves with -o DIR",
		b->name.data);
}

int branch_move(struct git_session *s, struct branch *b, const git_oid *to, enum branch_moved *out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_reference);
	static const git_oid nowhere;
	git_reference *moved;
	int code = git_reference_create_matching(&moved, s->repo, b->reference.data, to, 1, b->exists ? &b->tip : &nowhere,
						 "commit: mpicc-yaml");

	if (code >= 0)
		slot->handle = moved;
	if (code == GIT_ELOCKED)
		return *out = branch_locked, 0;
	if (code == GIT_EMODIFIED || code == GIT_ENOTFOUND)
		return *out = branch_lost, 0;
	if (code < 0)
		return git_fail(err, code, "cannot move the branch `%s`", b->name.data);
	b->tip = *to;
	b->exists = true;
	*out = branch_moved;
	return 0;
}
