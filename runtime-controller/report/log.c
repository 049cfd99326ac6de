/* SPDX-License-Identifier: Apache-2.0 */
/* Records -> lines. */
#include "runtime-controller/report/log.h"

#include <stdarg.h>

#include "lib/base/rfc3339.h"
#include "lib/kube/json.h"

enum { line_max = 8192 };

static const char *const levels[] = {"debug", "info", "warning", "error"};

bool log_level_parse(struct str name, enum log_level *out)
{
	for (int i = log_debug; i <= log_error; i++) {
		if (!str_is(name, levels[i]))
			continue;
		*out = (enum log_level)i;
		return true;
	}
	return false;
}

/* What could end a word is put in quotes, with JSON's escapes, so that no value makes a line of its own. */
static void add_word(struct buf *b, const char *text)
{
	for (const char *c = text; *c; c++) {
		if (*c > ' ' && *c < 0x7f && *c != '"' && *c != '=' && *c != '\\')
			continue;
		json_quote(b, str_from(text));
		return;
	}
	buf_puts(b, text);
}

static void add_pair(struct buf *b, enum log_format format, const char *key, const char *value)
{
	if (format == log_json) {
		buf_printf(b, ", \"%s\": ", key);
		json_quote(b, str_from(value));
	} else {
		buf_printf(b, " %s=", key);
		add_word(b, value);
	}
}

static void add_head(struct buf *b, const struct log *log, enum log_level level, const char *message)
{
	char time[rfc3339_size];

	rfc3339_micro(log->wall_ms(log->payload), time);
	if (log->format == log_json)
		buf_printf(b, "{\"time\": \"%s\", \"level\": \"%s\", \"message\": ", time, levels[level]);
	else
		buf_printf(b, "%s %s ", time, levels[level]);
	json_quote(b, str_from(message));
}

void log_add(struct log *log, enum log_level level, const char *message, ...)
{
	const char *key, *value;
	struct buf b;
	va_list args;

	if (level < log->level)
		return;
	buf_init(&b, line_max);
	add_head(&b, log, level, message);
	va_start(args, message);
	while ((key = va_arg(args, const char *)) != NULL) {
		value = va_arg(args, const char *);
		if (value && *value)
			add_pair(&b, log->format, key, value);
	}
	va_end(args);
	buf_puts(&b, log->format == log_json ? "}\n" : "\n");
	if (!b.failed)
		log->write(log->payload, buf_str(&b));
	buf_release(&b);
}
