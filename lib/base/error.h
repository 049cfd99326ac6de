/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors: the world failed (a file, a repository, memory). The other channel,
 * "the user's input is wrong", is lib/base/diag.h.
 *
 * A function that can fail this way returns int, 0 or negative, and takes a
 * `struct error *err` last; on success it leaves *err alone. Libraries never
 * print; the program prints once.
 */
#ifndef MPICC_BASE_ERROR_H
#define MPICC_BASE_ERROR_H

#include <stdarg.h>

enum error_code {
	error_none,
	error_memory,    /* no memory left */
	error_io,        /* a file could not be read or written */
	error_not_found, /* a file or folder that must exist does not */
	error_git,       /* a repository said no */
	error_moved,     /* the branch moved under us, and retries did not help */
	error_remote,    /* a remote refused or could not be reached */
	error_budget,    /* a script used up its instructions, memory or time */
	error_bug        /* ours */
};

/* Holds its message inline, so that making an error cannot fail. */
struct error {
	enum error_code code;
	char message[1000];
};

/* Both return -1, so that `return error_set(err, …)` is one line. `err` may be NULL. */
int error_set(struct error *err, enum error_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Puts "context: " in front of the message. */
int error_wrap(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
int error_no_memory(struct error *err);

#endif
