/* SPDX-License-Identifier: Apache-2.0 */
/* Where manifests go: standard output, a folder, or a branch of a repository; and what would change or did change there. */
#ifndef MPICC_CLI_DESTINATION_H
#define MPICC_CLI_DESTINATION_H

#include "compiler/cli/cli.h"
#include "compiler/commit/commit.h"
#include "compiler/compile.h"

struct destination_options {
	struct str output, repository, branch, base, folder;
};

enum { destination_option_count = 5 };
extern const struct option_row destination_option_rows[destination_option_count];
#define DESTINATION_OPTIONS(type) {destination_option_rows, destination_option_count, offsetof(struct type, destination)}

/* How to commit, for commands that do. */
struct commit_options {
	struct str push, message, sign;
	bool no_sign, note;
};

enum { commit_option_count = 5 };
extern const struct option_row commit_option_rows[commit_option_count];
#define COMMIT_OPTIONS(type) {commit_option_rows, commit_option_count, offsetof(struct type, commit)}

enum destination_kind { to_stdout, to_folder, to_repository };

struct destination {
	enum destination_kind kind;
	struct str folder;             /* to_folder */
	struct commit_request request; /* to_repository */
};

/* Options that exclude each other; before any work is done. */
int destination_check(struct cli *cli, const struct destination_options *options);

/* The options', else that of the project's mpicc.yaml, else standard output. */
int destination_choose(struct cli *cli, const struct destination_options *options, const struct project *project,
		       struct destination *out);

/* Puts the options into the request of a repository; for other destinations they are a mistake, which is told. */
int destination_commit_options(struct cli *cli, const struct commit_options *options, struct destination *to);

/* What destination_write would change, and writing it; for folders and repositories. Negative: *err, and nothing was told. */
int destination_plan(struct cli *cli, const struct destination *to, const struct file_set *files, struct commit_result *out,
		     struct error *err);
int destination_write(struct cli *cli, const struct destination *to, const struct file_set *files, struct commit_result *out,
		      struct error *err);

/* Adds what users should know of a plan, or of what was written. */
void destination_warn(const struct commit_result *done, struct diag_list *diags);

/*
 * Before a plan that --push is to send: brings the branch here up to what the remote has. Nothing happens for other destinations,
 * and without --push.
 */
int destination_sync(struct cli *cli, const struct destination *to);

/* The folder, or the branch; the repository while no branch is known. */
struct str destination_name(const struct destination *to, const struct commit_result *result);

#endif
