/* SPDX-License-Identifier: Apache-2.0 */
/* Lease objects, read and written. */
#include "lib/kube/json.h"
#include "runtime-controller/elect/lease.h"

/* The API's numbers have 32 bits and count something. */
static int64_t read_count(struct str raw)
{
	int64_t n = 0;

	return json_integer(raw, &n) && n > 0 && n <= INT32_MAX ? n : 0;
}

bool lease_record_read(struct str object, struct lease_record *out)
{
	struct str kind, version, holder, duration, acquired, renewed, transitions;
	const struct json_field fields[] = {
		{"kind", &kind}, {"metadata.resourceVersion", &version}, {"spec.holderIdentity", &holder},
		{"spec.leaseDurationSeconds", &duration}, {"spec.acquireTime", &acquired}, {"spec.renewTime", &renewed},
		{"spec.leaseTransitions", &transitions},
	};
	struct lease_record read = {0};

	if (json_pick(object, fields, sizeof(fields) / sizeof(*fields)) < 0 || !json_is(kind, "Lease"))
		return false;
	if (!json_copy(version, read.version, sizeof(read.version)))
		return false;
	json_copy(holder, read.holder, sizeof(read.holder));
	json_copy(acquired, read.acquired, sizeof(read.acquired));
	json_copy(renewed, read.renewed, sizeof(read.renewed));
	read.duration_s = read_count(duration);
	read.transitions = read_count(transitions);
	*out = read;
	return true;
}

static void add_text(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, "\"%s\": ", key);
	json_quote(out, str_from(text));
	buf_puts(out, ", ");
}

void lease_record_write(struct buf *out, const char *namespace, const char *name, const struct lease_record *record)
{
	buf_puts(out, "{\"apiVersion\": \"coordination.k8s.io/v1\", \"kind\": \"Lease\", \"metadata\": {");
	if (record->version[0])
		add_text(out, "resourceVersion", record->version);
	add_text(out, "namespace", namespace);
	buf_puts(out, "\"name\": ");
	json_quote(out, str_from(name));
	buf_puts(out, "}, \"spec\": {");
	add_text(out, "holderIdentity", record->holder);
	add_text(out, "acquireTime", record->acquired);
	add_text(out, "renewTime", record->renewed);
	buf_printf(out, "\"leaseDurationSeconds\": %lld, \"leaseTransitions\": %lld}}", (long long)record->duration_s,
		   (long long)record->transitions);
}
