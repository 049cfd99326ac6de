/* SPDX-License-Identifier: Apache-2.0 */
/* JSON by pattern: short, and whatever a value holds, it stays inside its quotes. */
#ifndef MPICC_CONTROLLER_REPORT_BODY_H
#define MPICC_CONTROLLER_REPORT_BODY_H

#include "lib/base/buf.h"

/*
 * Appends `pattern`, in which ' stands for " and each % for the next argument, a
 * const char *, as a JSON string with quotes: body_add(b, "{'name': %}", name).
 */
void body_add(struct buf *b, const char *pattern, ...);

#endif
