/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ResourceLists: what kustomize, kpt and their like hand to functions and want
 * back (the KRM functions specification, config.kubernetes.io/v1 and v1beta1).
 */
#ifndef MPICC_CLI_KRM_H
#define MPICC_CLI_KRM_H

#include "compiler/emit/file_set.h"
#include "lib/base/diag.h"
#include "lib/tree/node.h"

/* Where an item lies in the caller's files. */
struct krm_origin {
	const struct node *item;
	struct str path;          /* empty: not said */
	const struct node *index; /* in that file; NULL: not said */
};

struct krm_list {
	struct node *root;                 /* the document, which krm_finish changes and prints */
	struct node *config;               /* functionConfig; NULL: none */
	struct node *others;               /* a list: items that are no jobs, or the functionConfig once more, as they came */
	const struct node **jobs;          /* items that are, without the caller's annotations */
	uint32_t job_count, job_capacity;
	struct krm_origin *origins;        /* of all items, as they came */
	uint32_t origin_count, origin_capacity;
};

/* Whether a document is one that `compile` takes. */
bool krm_is_job(const struct node *document);
/* Takes out the annotations by which callers of functions know where an object came from and whom to call. */
void krm_forget_origin(struct node *object);

/* False: a diagnostic says what is wrong; `out` then holds what could be read, and root is NULL where that was nothing. */
bool krm_read(const struct source *source, struct arena *a, struct diag_list *diags, struct krm_list *out);

/* Jobs are replaced by the objects in `files`, each with its path; objects of others come first, as they were. */
bool krm_put_files(struct krm_list *list, const struct file_set *files, struct arena *a, struct diag_list *diags);
/* A result for each diagnostic: severity, message, the object, the field and the file it is about. */
void krm_put_results(struct krm_list *list, const struct diag_list *diags, struct arena *a);

#endif
