/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logs: one line a record, as text or JSON.
 *
 *     2026-11-25T17:29:01.123000Z info "run finished" run=hpc/pi/rmt9czhg phase=Succeeded
 *
 * Never a Secret's data, never a token: values come from names, states and messages of the apiserver.
 */
#ifndef MPICC_CONTROLLER_REPORT_LOG_H
#define MPICC_CONTROLLER_REPORT_LOG_H

#include "lib/base/buf.h"

enum log_level { log_debug, log_info, log_warning, log_error };
enum log_format { log_text, log_json };

struct log {
	enum log_level level; /* what is below it is left out */
	enum log_format format;
	/* Gets one line, with its end. */
	void (*write)(void *payload, struct str line);
	void *payload;
	int64_t (*wall_ms)(void *payload);
};

/* Keys and values, const char *, in pairs, NULL behind the last. A pair whose value is NULL or empty is left out. */
void log_add(struct log *log, enum log_level level, const char *message, ...) __attribute__((sentinel));

bool log_level_parse(struct str name, enum log_level *out);

#endif
