/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compile: job files -> files. The whole pipeline behind one call, without
 * global state and without I/O but through `struct io`: the command line is its
 * first client.
 *
 * Part of one public surface with lib/base/diag.h, lib/base/error.h,
 * lib/base/io.h and compiler/emit/file_set.h.
 */
#ifndef MPICC_COMPILE_H
#define MPICC_COMPILE_H

#include "compiler/emit/file_set.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"
#include "lib/base/diag.h"
#include "lib/base/error.h"
#include "lib/base/io.h"

struct random_source; /* compiler/secret/random.h */

struct compile_request {
	const struct io *io;
	const struct str *inputs;       /* files, folders (searched for *.yaml and *.yml, all levels), "-" */
	uint32_t input_count;
	const struct node *const *documents; /* jobs that have been read already, as if they stood in the current folder */
	uint32_t document_count;
	struct str environment;         /* of mpicc.yaml; empty: none */
	struct str project_file;        /* empty: the nearest mpicc.yaml above each input */
	enum target_choice target;      /* target_auto: as the jobs say */
	struct str keys;                /* in place of the jobs' `keys`; empty: as they say */
	bool insecure_plain_keys;       /* allows keys: plain */
	bool rotate_keys;               /* new keys also where files hold old ones */
	const struct random_source *random; /* of keys that are made and encrypted here; NULL: OpenSSL's generator */
	int64_t now;                    /* when they are, in seconds since 1970-01-01 UTC */
	const struct str *schemas;      /* files with CustomResourceDefinitions, for objects that are not Kubernetes' own */
	uint32_t schema_count;
	bool allow_empty;               /* folders may hold no jobs */
	bool without_files;             /* only what is wrong is asked for: the result has no files */
	/* Called after each job; may be NULL. */
	void (*progress)(void *payload, uint32_t done, uint32_t total);
	void *progress_payload;
};

struct compile_result {
	struct file_set files;          /* sorted by path: <namespace>/<job>/<file> */
	uint32_t jobs;
	struct project project;         /* of the first input: where output goes */
};

/*
 * What is wrong with the input goes to `diags`; when there is an error among
 * them, `out->files` is incomplete and must not be written. Everything lives in
 * `a`, which must have a guard against running out of memory.
 */
int compile(const struct compile_request *request, struct arena *a, struct diag_list *diags, struct compile_result *out,
	    struct error *err);

#endif
