/* SPDX-License-Identifier: Apache-2.0 */
/* What is compiled: the documents of all inputs, each with the project it belongs to, and the Lua files they name. */
#ifndef MPICC_INPUTS_H
#define MPICC_INPUTS_H

#include "compiler/compile.h"
#include "compiler/suppress.h"

/* Beside NAME.yaml; no job files. */
#define EXPECT_ENDING ".expect.yaml"
#define SNAPSHOT_ENDING ".snapshot.yaml"

struct job_input {
	const struct node *document;
	const struct project *project;
};

struct input_list {
	struct job_input *items;
	uint32_t count, capacity;
	struct text_list texts;  /* the files that could be read, those of projects too */
};

/*
 * Reads every input. Documents that are no jobs are reported; documents with
 * mistakes are left out. Negative: a file could not be read for a reason that
 * is not the user's (a missing file is).
 */
int inputs_read(const struct compile_request *request, struct arena *a, struct diag_list *diags, struct input_list *out,
		struct error *err);

/*
 * The project of the current folder: request->project_file, else the nearest mpicc.yaml, else the defaults. What is wrong with it
 * is reported. Negative: it could not be read for another reason.
 */
int inputs_project(const struct compile_request *request, struct arena *a, struct diag_list *diags, struct project *out,
		   struct error *err);

/* The path of the mpicc.yaml that files in `folder` belong to; empty when there is none. */
struct str inputs_project_above(const struct io *io, struct str folder, struct arena *a);

/* Lua files by path, each read once. */
struct source_cache {
	const struct io *io;
	struct arena *arena;
	struct error *err;
	struct str project;   /* folder of the job's mpicc.yaml; "." without one */
	bool failed;          /* a file could not be read for a reason that is not the user's: *err says which */
	const struct source **items;
	uint32_t count, capacity;
};

/* The largest Lua file. */
enum { script_file_max = 4 << 20 };

/*
 * The file that the string node `path` names, relative to the file the node
 * stands in. A job file names only what lies in the project's folder or its
 * own, or below. NULL: a diagnostic says what is wrong, or the cache has failed.
 */
const struct source *source_cache_get(struct source_cache *cache, enum source_kind kind, const struct node *path,
				      struct diag_list *diags);
/* A text that is at hand already, under the name it is known by. */
const struct source *source_cache_add(struct source_cache *cache, enum source_kind kind, struct str name, struct str text);

#endif
