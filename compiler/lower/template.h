/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structural templates: the YAML files of templates/, filled in as trees, never
 * as text.
 *
 * `${name}` as a whole scalar becomes the value of that name, whatever its
 * kind; within a longer string it becomes its text. A value that is absent
 * takes the member or item it stands for with it. A name that was never set is
 * a bug of ours.
 */
#ifndef MPICC_LOWER_TEMPLATE_H
#define MPICC_LOWER_TEMPLATE_H

#include "lib/tree/node.h"

/* The templates, read once for a compilation and shared by all jobs. */
struct template_set;
struct template_set *template_set_new(struct arena *a);

/* Names and their values: a map node, so that node_put… fill it. Absent values are null nodes. */
void template_put(struct arena *a, struct node *values, const char *name, struct node *value); /* NULL: absent */
void template_put_text(struct arena *a, struct node *values, const char *name, struct str text); /* empty: absent */
void template_put_int(struct arena *a, struct node *values, const char *name, int64_t value);

/* `name` is the file's without ".yaml". The result shares nothing with template or values. */
struct node *template_fill(const struct template_set *set, const char *name, const struct node *values, struct arena *a);

/* The text of a file of templates/ that is no YAML: "start.sh". */
struct str template_text(const char *file);

#endif
