/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of schema_check share: where the walk through an object is, and how it reports. */
#ifndef MPICC_VALIDATE_SCHEMA_WALK_H
#define MPICC_VALIDATE_SCHEMA_WALK_H

#include "compiler/validate/schema_check.h"

struct walk {
	const struct schema_target *target;
	const struct schema_set *set;
	const struct node *object;
	struct place job;      /* nowhere: the object is none yet, and its places say all */
	struct diag_list *diags;
	uint32_t enough;       /* errors in the list at which the walk looks no further */
	bool encrypted;        /* by SOPS: see schema_check */
};

/* Mistakes of one object that are reported: more than are ever shown, and few enough that a hostile file costs no time. */
enum { walk_mistakes_max = 1000 };

bool walk_has_enough(const struct walk *w);

/* One step down; the steps of a path lie on the stack. */
struct step {
	const struct step *up;  /* NULL: the object */
	const struct schema_set *set;     /* that `within` is of: metadata of all objects is Kubernetes' own */
	const struct schema_type *within; /* the type of what the key or item is in */
	struct str key;         /* data NULL: item `index` of a list */
	uint32_t index;
};

/*
 * Reports at `at`, or at the job when nobody wrote what stands there; labels
 * say in which object and at which path it is, and how it came there.
 */
struct diag *walk_report(const struct walk *w, const struct step *step, enum diag_code code, struct place at, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* "`limits`", "an item of `args`": what a message calls the place, which is the same in all objects. */
struct str walk_name(const struct walk *w, const struct step *step);

/* Whether the row is there in the version that the objects are for. */
bool walk_has(const struct walk *w, const struct schema_row *row);
/* Reports that `what` is not there in that version, but in others. */
void walk_report_version(const struct walk *w, const struct step *step, struct place at, struct str what, unsigned since, unsigned until);
/* "did you mean": among the rows of that type. */
void walk_suggest(const struct walk *w, struct diag *d, const struct schema_type *type, struct str word);

/* Whatever is not the list or map that its type says. */
void walk_scalar(const struct walk *w, const struct schema_type *type, const struct node *n, const struct step *step);
/* A list's entries must differ: in their keys, or as a whole. */
void walk_entries(const struct walk *w, const struct schema_type *type, const struct node *list, const struct step *step);
/* How many of the fields with `choice` are set. */
void walk_choice(const struct walk *w, const struct schema_type *type, const struct node *map, const struct step *step);

#endif
