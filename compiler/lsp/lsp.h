/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lsp: a language server for job files and mpicc.yaml. Messages of an editor
 * go in, messages for it come out; nothing here knows where from and where to.
 *
 * Diagnostics are those of the compiler, of all open files, with open texts in
 * place of what is on disk. Hover, completion and "go to definition" come from
 * the tables of fields.
 */
#ifndef MPICC_LSP_LSP_H
#define MPICC_LSP_LSP_H

#include "compiler/lsp/documents.h"
#include "compiler/lsp/text_position.h"
#include "lib/base/buf.h"

struct lsp {
	struct documents documents;
	struct str environment;	 /* of mpicc.yaml; empty: none */
	struct str project_file; /* empty: the nearest mpicc.yaml above each file */
	enum position_unit unit;
	enum { lsp_new, lsp_running, lsp_shut_down, lsp_ended } state;
	bool orderly; /* it was shut down before it ended */
	bool changed; /* diagnostics are due */
};

void lsp_init(struct lsp *s, const struct io *io, struct str environment, struct str project_file);
void lsp_release(struct lsp *s);

/* Takes one message (JSON) and appends the answer, if there is one, with its header. */
void lsp_take(struct lsp *s, struct str message, struct buf *out);

/* Compiles what is open when something has changed, and appends what is wrong. For when no message waits: keystrokes come in bursts. */
void lsp_settle(struct lsp *s, struct buf *out);

#endif
