/* SPDX-License-Identifier: Apache-2.0 */
/* What a credential plugin answered. */
#include "lib/kube/kube_exec.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/kube/json.h"

/* The zone at the end of an RFC 3339 time, as seconds east of UTC. */
static bool read_zone(const char *text, int64_t *out)
{
	int64_t hours, minutes;

	if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
		return *out = 0, true;
	if (strlen(text) != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
		return false;
	if (!str_to_int((struct str){text + 1, 2}, &hours) || !str_to_int((struct str){text + 4, 2}, &minutes))
		return false;
	*out = (hours * 60 + minutes) * (text[0] == '-' ? -60 : 60);
	return true;
}

static bool read_time(struct str raw, int64_t *out)
{
	char text[64];
	struct tm t = {0};
	const char *rest;
	int64_t zone;

	if (!json_copy(raw, text, sizeof(text)))
		return false;
	rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &t);
	if (rest && *rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (!rest || !read_zone(rest, &zone))
		return false;
	*out = (int64_t)timegm(&t) - zone;
	return true;
}

/* An absent text is an empty one. */
static bool read_text(struct str raw, struct arena *a, struct str *out)
{
	*out = STR_NONE;
	return raw.length == 0 || str_is(raw, "null") || json_text(raw, a, out);
}

int kube_exec_read(struct str answer, struct str api_version, struct arena *a, struct kube_credential *out, struct error *err)
{
	struct str kind, version, token, certificate, key, expires;
	const struct json_field fields[] = {
		{"kind", &kind},
		{"apiVersion", &version},
		{"status.token", &token},
		{"status.clientCertificateData", &certificate},
		{"status.clientKeyData", &key},
		{"status.expirationTimestamp", &expires},
	};
	struct kube_credential c = {.expires = 0};

	if (json_pick(answer, fields, sizeof(fields) / sizeof(*fields)) < 0 || !json_is(kind, "ExecCredential"))
		return error_set(err, error_remote, "its answer is no ExecCredential");
	if (!json_is(version, arena_str(a, api_version).data))
		return error_set(err, error_remote, "its answer is not of version %.*s", STR_ARG(api_version));
	if (!read_text(token, a, &c.token) || !read_text(certificate, a, &c.client_certificate) || !read_text(key, a, &c.client_key))
		return error_set(err, error_remote, "its answer has a status that is not made of strings");
	if ((c.client_certificate.length == 0) != (c.client_key.length == 0))
		return error_set(err, error_remote, "its answer has a client certificate or its key, but not both");
	if (c.token.length == 0 && c.client_key.length == 0)
		return error_set(err, error_remote, "its answer has no credential");
	if (expires.length && !str_is(expires, "null") && !read_time(expires, &c.expires))
		return error_set(err, error_remote, "its answer has an invalid expirationTimestamp");
	*out = c;
	return 0;
}
