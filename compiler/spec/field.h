/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields: one table row each. A row drives decoding, the default, the range,
 * `explain`, the JSON Schema and docs/SPEC.md. The rows of the job file are
 * spec_fields.def, those of mpicc.yaml project_fields.def.
 */
#ifndef MPICC_SPEC_FIELD_H
#define MPICC_SPEC_FIELD_H

#include "lib/tree/node.h"
#include "lib/base/diag.h"

struct field;

/* What decoders work with; `field` is the row of the value at hand. */
struct decoder {
	struct arena *arena;
	struct diag_list *diags;
};

/* A type of field: how its values are read, and how they are described. */
struct field_type {
	const char *name;      /* for people: "duration" */
	const char *form;      /* how to write it, a few words */
	const char *schema;    /* JSON Schema of a value, as YAML flow text; choices and ranges are added from the row */
	/* Stores the value at `slot` (of the type that field_types.h names); false after reporting a diagnostic. */
	bool (*decode)(struct decoder *d, const struct field *field, const struct node *value, void *slot);
};

struct field {
	const char *path;            /* "launcher.ranks" */
	const struct field_type *type;
	size_t offset;               /* of the slot in the decoded struct */
	const char *fallback;        /* default as it would stand in the file; NULL: none, the slot stays zero */
	bool required;
	int64_t minimum, maximum;    /* of integers (and durations, in seconds) */
	const char *const *choices;  /* NULL-terminated; a choice's slot holds its index */
	const char *doc;             /* sentences, for explain, schema and docs */
	const char *example;         /* a line of YAML */
};

/* The rows that decode into one struct. */
struct field_table {
	const char *name;            /* of what they describe: "job file" */
	const struct field *rows;
	unsigned count;
};

/*
 * Decodes `map` by the table into `out`. `nodes[i]` is set to the node that
 * gave row i its value, or to NULL where a default did. Unknown keys, wrong
 * types, missing required fields: all are reported. False if there was any.
 */
bool field_decode(struct decoder *d, const struct field_table *table, const struct node *map, void *out,
		  const struct node **nodes);

const struct field *field_find(const struct field_table *table, struct str path);

/* The keys that may stand in the map at `prefix` ("" or "launcher."); `out` has room for as many as the table has rows. */
uint32_t field_keys_in(const struct field_table *table, struct str prefix, struct str *out);

/* JSON Schema (draft 2020-12) of the table's map, as a tree. `title` names it. */
struct node *field_schema(struct arena *a, const struct field_table *table, const char *title);
/* The table as Markdown rows, and one field for `explain`. */
void field_markdown(struct buf *out, const struct field_table *table);
void field_explain(struct buf *out, const struct field *field);

/* Reports E0203, "`workers` must be an integer, not a string", for a value that has another kind. */
bool field_wrong_kind(struct decoder *d, const struct field *field, const struct node *value, const char *wanted);

#endif
