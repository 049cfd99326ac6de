/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expect: what the author of a job file, a hook or a flavour expects to come
 * out, held against what came out. A document of NAME.expect.yaml:
 *
 *     environment: prod                          # of mpicc.yaml; none when absent
 *     objects:                                   # each must be there, with at least these fields
 *     - kind: Job
 *       metadata: {name: resnet-launcher}        # names are compared without the run's hash
 *     absent:                                    # none like these may be there
 *     - kind: PodDisruptionBudget
 *     diagnostics: [W0401]                       # exactly these codes; when absent: warnings only, whichever
 *
 * Maps must have the members named, lists an item for each that is named, in
 * any order; null: the field is not there.
 */
#ifndef MPICC_EXPECT_EXPECT_H
#define MPICC_EXPECT_EXPECT_H

#include "lib/base/diag.h"
#include "lib/tree/node.h"

struct expectation {
	const struct node *at;	    /* the document */
	struct str environment;	    /* empty: none */
	const struct node *objects; /* lists; NULL where not given */
	const struct node *absent;
	const struct node *diagnostics;
};

/* What came of a job file. */
struct outcome {
	const struct node *objects; /* a list */
	const struct diag_list *diags;
};

/* False: the document is no expectation, which was reported. */
bool expectation_decode(const struct node *document, struct diag_list *diags, struct expectation *out);

/* Reports each expectation that is not met, where it stands: E0512, E0513. True: all are. */
bool expectation_check(const struct expectation *e, const struct outcome *outcome, struct diag_list *diags);

/* Inside: how many of `expected`'s values `actual` does not have, 0: it has them all; the first is told in *out. */
struct mismatch {
	const struct node *expected, *actual; /* NULL: there is none */
	struct str path;		      /* "spec.template.spec.containers" */
};
/* `run`: a run's hash, which texts of `actual` may have more, with a dash before it; empty: none. */
uint32_t expect_compare(const struct node *expected, const struct node *actual, struct str run, struct arena *a, struct mismatch *out);

#endif
