/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of a form: what each schema_format that is about texts accepts, and how to say so. */
#ifndef MPICC_VALIDATE_FORMAT_H
#define MPICC_VALIDATE_FORMAT_H

#include "compiler/schema/schema.h"

/* True for what has no form of its own. */
bool format_accepts(enum schema_format format, struct str text);

/* "a label's key", for "must be …"; and what that is, a line of advice. Only for formats that can refuse something. */
const char *format_name(enum schema_format format);
const char *format_help(enum schema_format format);

/* A schedule of a CronJob as robfig/cron v3 reads it (ParseStandard): five fields, or @daily and its like. */
bool cron_is_valid(struct str text);

#endif
