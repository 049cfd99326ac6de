/* SPDX-License-Identifier: Apache-2.0 */
/* Adding findings. Texts given as views are borrowed, the others are formatted into the list's arena. */
#ifndef MPICC_CLUSTER_FINDING_H
#define MPICC_CLUSTER_FINDING_H

#include "compiler/cluster/cluster.h"

/* `advice` NULL: none. The result is good until the next one is added. */
struct finding *finding_add(struct finding_list *list, enum finding_level level, struct str where, const char *advice,
			    const char *what, ...) __attribute__((format(printf, 5, 6)));

#endif
