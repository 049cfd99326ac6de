/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures of commits, made by the programs that git itself calls: ssh-keygen
 * (gpg.format ssh), gpg or gpgsm. Keys, agents and passphrases are theirs.
 */
#ifndef MPICC_COMMIT_SIGN_H
#define MPICC_COMMIT_SIGN_H

#include "compiler/commit/identity.h"

struct signer;

/*
 * Who signs, by the request and git's configuration: commit.gpgsign,
 * gpg.format, gpg.program and its like, user.signingkey. *out is NULL when
 * commits are not to be signed; else it lives in the session's scratch.
 */
int signer_find(struct git_session *s, const struct commit_request *request, const struct identity *identity,
		struct signer **out, struct error *err);

/* The armored signature of the bytes, in `a`; ends in a newline. An error says what the program had to complain about. */
int signer_sign(const struct signer *signer, struct arena *a, struct str bytes, struct str *out, struct error *err);

#endif
