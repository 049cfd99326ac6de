/* SPDX-License-Identifier: Apache-2.0 */
/* Warnings about changes that no cluster accepts. */
#ifndef MPICC_CLI_FIXED_FIELDS_H
#define MPICC_CLI_FIXED_FIELDS_H

#include "compiler/commit/commit.h"
#include "lib/base/diag.h"

/*
 * Of the changes of a plan or a commit: adds W0652 for each fixed field of an object that stays the same one, at its line in the new
 * manifest. Texts and trees live in the list's arena.
 */
void fixed_fields_changed(const struct change *changes, uint32_t count, struct diag_list *diags);

#endif
