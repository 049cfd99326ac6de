/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP status and metav1.Status -> code and message (k8s.io/apimachinery api/errors). */
#include "lib/kube/kube_status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/kube/json.h"

static const char *const names[kube_code_count] = {
	"ok",        "gone",         "too_new",   "conflict", "already_exists", "not_found",
	"forbidden", "unauthorized", "throttled", "invalid",  "server",         "transport",
};

const char *kube_code_name(enum kube_code code)
{
	return names[code];
}

static const struct {
	const char *reason;
	enum kube_code code;
} reasons[] = {
	{"Expired", kube_code_gone},
	{"Gone", kube_code_gone},
	{"AlreadyExists", kube_code_already_exists},
	{"Conflict", kube_code_conflict},
	{"NotFound", kube_code_not_found},
	{"Forbidden", kube_code_forbidden},
	{"Unauthorized", kube_code_unauthorized},
	{"TooManyRequests", kube_code_throttled},
	{"Invalid", kube_code_invalid},
	{"BadRequest", kube_code_invalid},
	{"MethodNotAllowed", kube_code_invalid},
	{"NotAcceptable", kube_code_invalid},
	{"UnsupportedMediaType", kube_code_invalid},
	{"RequestEntityTooLarge", kube_code_invalid},
};

static const struct {
	int http;
	enum kube_code code;
} numbers[] = {
	{400, kube_code_invalid},   {401, kube_code_unauthorized}, {403, kube_code_forbidden}, {404, kube_code_not_found},
	{405, kube_code_invalid},   {406, kube_code_invalid},      {409, kube_code_conflict},  {410, kube_code_gone},
	{413, kube_code_invalid},   {415, kube_code_invalid},      {422, kube_code_invalid},   {429, kube_code_throttled},
};

static enum kube_code code_of_number(int http)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (numbers[i].http == http)
			return numbers[i].code;
	return http >= 200 && http < 300 ? kube_code_ok : kube_code_server;
}

/* Of a failure: a reason is more exact than its number. */
static enum kube_code code_of(int http, const char *reason)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (strcmp(reasons[i].reason, reason) == 0)
			return reasons[i].code;
	return code_of_number(http);
}

static bool names_cause(struct str causes, const char *wanted)
{
	struct str cause;

	while (json_next_item(&causes, &cause))
		if (json_is(json_get(cause, "reason"), wanted))
			return true;
	return false;
}

static int64_t delay_of(struct str seconds)
{
	int64_t n;

	if (!str_to_int(str_trim(seconds), &n) || n <= 0)
		return 0;
	return n > kube_retry_after_max_ms / 1000 ? kube_retry_after_max_ms : n * 1000;
}

/* Printable characters only, as much as fits: bodies come from anybody, and messages go to terminals and logs. */
static void quote_body(struct str body, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < body.length && used + 1 < size; i++) {
		unsigned char c = (unsigned char)body.data[i];

		if (c > 0x20 && c < 0x7F)
			out[used++] = (char)c;
		else if (used && out[used - 1] != ' ')
			out[used++] = ' ';
	}
	out[used] = '\0';
}

/* A message longer than its place is cut, not lost. */
static void copy_message(struct str raw, char *out, size_t size)
{
	if (!json_copy(raw, out, size))
		quote_body(str_slice(raw, 1, raw.length), out, size);
	for (char *c = out; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7F)
			*c = ' ';
}

/* False when the body is no Status; whatever it is, `out` is filled. */
static bool read_body(struct str body, struct kube_status *out)
{
	struct str kind, reason, message, causes, seconds;
	const struct json_field fields[] = {
		{"kind", &kind},
		{"reason", &reason},
		{"message", &message},
		{"details.causes", &causes},
		{"details.retryAfterSeconds", &seconds},
	};

	if (json_pick(body, fields, sizeof(fields) / sizeof(*fields)) < 0 || !json_is(kind, "Status"))
		return false;
	json_copy(reason, out->reason, sizeof(out->reason));
	copy_message(message, out->message, sizeof(out->message));
	out->code = code_of(out->http, out->reason);
	if (out->http == 504 && (names_cause(causes, "ResourceVersionTooLarge") || strstr(out->message, "Too large resource version")))
		out->code = kube_code_too_new;
	out->retry_after_ms = delay_of(seconds);
	return true;
}

void kube_status_read(int http, struct str body, struct str retry_after, struct kube_status *out)
{
	int64_t header = delay_of(retry_after);

	*out = (struct kube_status){.code = code_of_number(http), .http = http};
	if (out->code == kube_code_ok)
		return;
	if (!read_body(body, out))
		quote_body(str_trim(body), out->message, sizeof(out->message));
	if (!out->message[0])
		snprintf(out->message, sizeof(out->message), "HTTP status %d", http);
	if (header)
		out->retry_after_ms = header;
}

void kube_status_read_event(struct str object, struct kube_status *out)
{
	int64_t http = 0;

	json_integer(json_get(object, "code"), &http);
	kube_status_read(http >= 300 && http < 600 ? (int)http : 500, object, STR_NONE, out);
}

void kube_status_set(struct kube_status *s, enum kube_code code, const char *format, ...)
{
	va_list args;

	*s = (struct kube_status){.code = code, .http = s->http};
	va_start(args, format);
	vsnprintf(s->message, sizeof(s->message), format, args);
	va_end(args);
}
