/* SPDX-License-Identifier: Apache-2.0 */
/* An origin and a commit in, a note here and at the remote out. */
#include "compiler/commit/note.h"

#include <string.h>

#include "compiler/commit/commit_write.h"
#include "compiler/commit/push_diverged.h"

int note_check(const struct commit_request *request, struct error *err)
{
	const struct commit_origin *origin = &request->origin;

	if (!request->note)
		return 0;
	if (!origin->sha.length)
		return error_set(err, error_git, "there is no commit to note: the job files lie in no repository, or in one without commits");
	if (origin->dirty)
		return error_set(err, error_git, "there is no commit to note: the job files differ from HEAD; commit them first");
	return 0;
}

static void free_note(void *handle)
{
	git_note_free(handle);
}

/* What is noted at a commit, in the session's scratch; NULL: nothing. */
static const char *read_note(struct git_session *s, const git_oid *commit)
{
	struct slot *slot = slot_new(s->scratch, free_note);
	const char *text;
	git_note *note;

	if (git_note_read(&note, s->repo, NOTE_REFERENCE, commit) < 0)
		return NULL;
	slot->handle = note;
	text = arena_str(s->scratch, str_from(git_note_message(note))).data;
	slot_clear(slot);
	return text;
}

static int write_note(struct git_session *s, const struct identity *identity, const git_oid *commit, const char *text,
		      struct error *err)
{
	const char *there = read_note(s, commit);
	git_oid unused;
	int code;

	if (there && strcmp(there, text) == 0)
		return 0;
	code = git_note_create(&unused, s->repo, NOTE_REFERENCE, identity->author, identity->committer, commit, text, 1);
	return code < 0 ? git_fail(err, code, "cannot write to `" NOTE_REFERENCE "`") : 0;
}

/* Notes as a branch, for what pushes and fetches branches. */
static int notes_tip(struct git_session *s, struct branch *out, struct error *err)
{
	int code = git_reference_name_to_id(&out->tip, s->repo, NOTE_REFERENCE);

	out->name = out->reference = STR(NOTE_REFERENCE);
	out->exists = code >= 0;
	return code < 0 ? git_fail(err, code, "cannot read `" NOTE_REFERENCE "`") : 0;
}

static void free_reference(void *handle)
{
	git_reference_free(handle);
}

static int take_theirs(struct git_session *s, const git_oid *theirs, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_reference);
	git_reference *reference;
	int code = git_reference_create(&reference, s->repo, NOTE_REFERENCE, theirs, 1, "fetch: mpicc-yaml");

	if (code < 0)
		return git_fail(err, code, "cannot move `" NOTE_REFERENCE "`");
	slot->handle = reference;
	slot_clear(slot);
	return 0;
}

static void free_iterator(void *handle)
{
	git_note_iterator_free(handle);
}

/* What is noted at one commit. */
struct noted {
	struct noted *next;
	git_oid commit;
	const char *text;
};

/* All our notes: those that the remote lacks were written without a push, and are sent along. */
static int our_notes(struct git_session *s, struct noted **out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_iterator);
	git_note_iterator *iterator;
	git_oid unused, commit;
	int code = git_note_iterator_new(&iterator, s->repo, NOTE_REFERENCE);

	if (code < 0)
		return git_fail(err, code, "cannot read `" NOTE_REFERENCE "`");
	slot->handle = iterator;
	while ((code = git_note_next(&unused, &commit, iterator)) == 0) {
		struct noted *noted = arena_new(s->scratch, struct noted);
		const char *text = read_note(s, &commit);

		if (!text)
			continue;
		*noted = (struct noted){*out, commit, text};
		*out = noted;
	}
	slot_clear(slot);
	return code == GIT_ITEROVER ? 0 : git_fail(err, code, "cannot read `" NOTE_REFERENCE "`");
}

/* Theirs, and on top what only we have. Where both have noted a commit, theirs stays. */
static int join_theirs(struct git_session *s, const struct identity *identity, const git_oid *theirs, struct error *err)
{
	struct noted *ours = NULL;

	if (our_notes(s, &ours, err) < 0 || take_theirs(s, theirs, err) < 0)
		return -1;
	for (; ours; ours = ours->next)
		if (!read_note(s, &ours->commit) && write_note(s, identity, &ours->commit, ours->text, err) < 0)
			return -1;
	return 0;
}

/* The note in hand is written again afterwards. What they had already was refused for good. */
static int start_over(struct git_session *s, const struct identity *identity, struct push_remote *remote, const struct branch *notes,
		      struct error *err)
{
	bool exists, news = false;
	git_oid theirs;

	if (push_fetch(remote, notes, &theirs, &exists, err) < 0)
		return -1;
	if (exists && push_is_news(s, notes, &theirs, &news, err) < 0)
		return -1;
	return news ? join_theirs(s, identity, &theirs, err) : push_refusal(remote, notes, err);
}

int note_write(struct git_session *s, const struct commit_request *request, const struct identity *identity,
	       struct push_remote *remote, const git_oid *commit, struct error *err)
{
	const char *text = arena_format(s->scratch, "{\"drySha\":\"%.*s\"}", STR_ARG(request->origin.sha)).data;
	enum push_outcome outcome;
	struct branch notes;

	for (int tried = 0; tried < commit_tries_max; tried++) {
		if (write_note(s, identity, commit, text, err) < 0)
			return -1;
		if (!remote)
			return 0;
		if (notes_tip(s, &notes, err) < 0 || push_branch(remote, &notes, &outcome, err) < 0)
			return -1;
		if (outcome == push_done)
			return 0;
		if (start_over(s, identity, remote, &notes, err) < 0)
			return -1;
	}
	return error_set(err, error_moved, "`" NOTE_REFERENCE "` moved %d times while this note was made; try again", commit_tries_max);
}
