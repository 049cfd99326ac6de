/* SPDX-License-Identifier: Apache-2.0 */
/* What a command has at hand while it runs, and the ways it tells the user something. */
#ifndef MPICC_CLI_CLI_H
#define MPICC_CLI_CLI_H

#include "compiler/cli/command.h"
#include "compiler/cli/exit.h"
#include "compiler/cli/invocation.h"
#include "compiler/cli/output.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/io.h"

#define PROGRAM "mpicc-yaml"

struct cli {
	struct arena *arena;   /* guarded against running out of memory */
	struct output out, err;
	int argc;              /* the whole command line */
	char **argv;
	const struct invocation *invocation; /* by which name we were called */
	const struct cli_command *command; /* NULL until it is known */
	struct str *arguments; /* of the command, without options */
	uint32_t argument_count;
	bool quiet;
	const struct io *io;   /* what inputs are read through; NULL: io_files */
};

/* A buf that is released with the arena. */
struct buf *cli_buf(struct cli *cli);
/* Writes it to standard output; exit_fine, or what went wrong making it. A failed write shows in cli->out. */
int cli_print(struct cli *cli, const struct buf *b);

/* The same for help: in it this program is called as the user called it. */
int cli_print_help(struct cli *cli, const struct buf *b);

/* Each tells why on standard error and returns the exit code. */
int cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_usage_help(struct cli *cli, const struct usage *usage);
/* "unknown command `x`", and which one may have been meant (empty: none). */
int cli_unknown(struct cli *cli, const char *what, struct str name, struct str nearest);
int cli_error(struct cli *cli, const struct error *err);

/* A line on standard error, unless quiet. */
void cli_tell(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
