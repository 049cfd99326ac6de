/* SPDX-License-Identifier: Apache-2.0 */
/* An editor at /work: a server over a table of files, and its answers as texts. */
#ifndef MPICC_TESTS_UNIT_LSP_SESSION_H
#define MPICC_TESTS_UNIT_LSP_SESSION_H

#include "compiler/lsp/lsp.h"
#include "tests/support/fake_io.h"
#include "tests/support/test.h"

struct session {
	struct fake_io files;
	struct lsp server;
	struct arena *arena;
};

/* Not yet initialised. */
void session_begin(struct session *s, struct arena *a);
void session_release(struct session *s);
#define SESSION(s, a)                                                                  \
	__attribute__((cleanup(session_release))) struct session s;                    \
	session_begin(&s, a)

/* Sends a message and gives all that came back, headers replaced by line ends. */
struct str session_send(struct session *s, const char *message);
/* All messages of `sent`, which is released; fails where what is there is no whole message. */
struct str session_bodies(struct session *s, struct buf *sent);
void session_initialize(struct session *s);
/* Opens /work/NAME with that text; what the server then says of all files. */
struct str session_open(struct session *s, const char *name, const char *text);
/* As session_open, for a file that is open already. */
struct str session_change(struct session *s, const char *name, const char *text);
struct str session_settle(struct session *s);
/* The result of textDocument/METHOD at the mark `|` in the text, which is opened without it. */
struct str session_ask(struct session *s, const char *method, const char *name, const char *marked);
/* The labels of a completion there, blanks between. */
struct str session_labels(struct session *s, const char *name, const char *marked);

#endif
