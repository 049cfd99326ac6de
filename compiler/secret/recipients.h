/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a file with an encrypted key was made for, as the file itself says. */
#ifndef MPICC_SECRET_RECIPIENTS_H
#define MPICC_SECRET_RECIPIENTS_H

#include "lib/base/str.h"

/* Annotation of a SealedSecret: the fingerprint of the certificate. */
#define ANNOTATION_SEALED_FOR "mpicc.dev/sealed-for"

/*
 * Whether two manifests name the same recipients, in any order: those that SOPS notes (also after its `updatekeys`), and what
 * ANNOTATION_SEALED_FOR says. Two manifests without any have the same.
 */
bool recipients_same(struct str x, struct str y);

#endif
