/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of its own for a test, gone afterwards, with a bare repository
 * `repo` in it. HOME and the identity are the tests' own, whoever runs them.
 */
#ifndef MPICC_TESTS_UNIT_COMMIT_SANDBOX_H
#define MPICC_TESTS_UNIT_COMMIT_SANDBOX_H

#include "compiler/commit/commit_write.h"
#include "tests/support/test.h"

struct sandbox {
	struct arena arena;
	char folder[64];
	struct file_set files;         /* what `write` writes */
	struct commit_request request; /* of `repo`, branch main, folder deploy */
	struct commit_result result;
	struct error err;
};

#define SANDBOX(s) __attribute__((cleanup(sandbox_release))) struct sandbox s; sandbox_init(&s)
void sandbox_init(struct sandbox *s);
void sandbox_release(struct sandbox *s);

/* Runs a shell command in the sandbox; its output, without the last line end. Fails the test unless it exits with 0. */
struct str sh(struct sandbox *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool sh_succeeds(struct sandbox *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

void add_file(struct sandbox *s, const char *path, const char *bytes);
void clear_files(struct sandbox *s);
/* "hpc/a", "hpc/b": a file of each of two jobs. */
void add_two_jobs(struct sandbox *s);

/* Plan or write, 0 or -1; fail the test when that is not as expected. `write_ok` runs git fsck too. */
void write_ok(struct sandbox *s);
void write_fails(struct sandbox *s, enum error_code code, const char *part_of_message);
void plan_ok(struct sandbox *s);
void plan_fails(struct sandbox *s, const char *part_of_message);

void assert_contains(struct str text, const char *part);
/* "A deploy/hpc/a/job.yaml\nM …" */
struct str changes_text(struct sandbox *s);
/* Makes a commit in `repo` by hand: the command runs in a clone of it. */
void commit_by_hand(struct sandbox *s, const char *command);

#endif
