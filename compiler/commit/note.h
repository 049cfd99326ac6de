/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A git note on the commit of manifests that tells which commit of job files
 * they are of. Promotion tools read it: the manifests of two commits may be
 * the same, and then only the note is new.
 */
#ifndef MPICC_COMMIT_NOTE_H
#define MPICC_COMMIT_NOTE_H

#include "compiler/commit/identity.h"
#include "compiler/commit/push.h"

/* As Argo CD's source hydrator and gitops-promoter name it. */
#define NOTE_REFERENCE "refs/notes/hydrator.metadata"

/* Whether there is a commit that can be noted: files that differ from HEAD are of none. */
int note_check(const struct commit_request *request, struct error *err);

/*
 * Notes request->origin.sha on `commit`; nothing happens when that is there
 * already. `remote` (NULL: none) is sent the notes, on top of those it has.
 */
int note_write(struct git_session *s, const struct commit_request *request, const struct identity *identity,
	       struct push_remote *remote, const git_oid *commit, struct error *err);

#endif
