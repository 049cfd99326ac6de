/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the server ask of each other. Answers are JSON texts in a buf. */
#ifndef MPICC_LSP_LSP_INSIDE_H
#define MPICC_LSP_LSP_INSIDE_H

#include "compiler/lsp/lsp.h"
#include "compiler/lsp/outline.h"
#include "compiler/lsp/row.h"
#include "lib/base/source.h"
#include "lib/kube/json.h"

/* Where a request asks from. */
struct cursor {
	struct str path, text;
	size_t offset;
	enum row_file file;
	struct outline outline; /* up to the cursor, or for lsp_at_word up to the end of its word */
};

/* From the parameters of a request; false: no such text, or no file of ours. */
bool cursor_find(struct lsp *s, struct str params, bool whole_word, struct arena *a, struct cursor *out);
/* The path of the key at the cursor, or of the key whose value it is. */
struct str cursor_path(const struct cursor *c, struct arena *a);

bool is_project_file(struct str path);
/* Whether the YAML document at `offset` says that it is a job in the compact form, or says nothing yet. */
bool is_compact_job(struct str text, size_t document);

void answer_hover(struct lsp *s, struct str params, struct arena *a, struct buf *out);
void answer_completion(struct lsp *s, struct str params, struct arena *a, struct buf *out);
void answer_definition(struct lsp *s, struct str params, struct arena *a, struct buf *out);

/* {"start":…,"end":…} of a place, and {"uri":…,"range":…}. */
void add_range(struct lsp *s, struct buf *out, struct place at);
void add_location(struct lsp *s, struct buf *out, struct place at, struct arena *a);

/* A place in mpicc.yaml that sets a field of job files. */
struct default_place {
	struct str layer; /* "defaults", "environments.prod.overrides" */
	struct place key, value;
};
enum { default_place_max = 32 };
/* All that mpicc.yaml above `path` says about the field, at most default_place_max; how many. */
uint32_t defaults_find(struct lsp *s, struct str path, struct str field, struct arena *a, struct default_place *out);

#endif
