/* SPDX-License-Identifier: Apache-2.0 */
/* The table of kinds, and URLs made of it. */
#include "lib/kube/kube_path.h"

#include <string.h>

static const struct kube_kind_info kinds[kube_kind_count] = {
#define KIND(name, api_version, kind, resource, namespaced) {api_version, kind, resource, namespaced},
#include "lib/kube/kinds.def"
#undef KIND
};

const struct kube_kind_info *kube_kind_info(enum kube_kind kind)
{
	return &kinds[kind];
}

/* RFC 3986's unreserved characters. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

static void add_encoded(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (is_unreserved(text.data[i]))
			buf_putc(b, text.data[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)text.data[i]);
	}
}

static void add_segment(struct buf *b, struct str text)
{
	buf_putc(b, '/');
	add_encoded(b, text);
}

static bool leads_elsewhere(struct str segment)
{
	return str_is(segment, ".") || str_is(segment, "..");
}

bool kube_path_add(struct buf *b, const struct kube_path *path)
{
	const struct kube_kind_info *kind = &kinds[path->kind];

	if (leads_elsewhere(path->namespace) || leads_elsewhere(path->name))
		return false;
	if (*kind->api_version)
		buf_printf(b, "%s/%s", strchr(kind->api_version, '/') ? "/apis" : "/api", kind->api_version);
	if (kind->namespaced && path->namespace.length) {
		buf_puts(b, "/namespaces");
		add_segment(b, path->namespace);
	}
	buf_printf(b, "/%s", kind->resource);
	if (path->name.length)
		add_segment(b, path->name);
	if (path->subresource)
		add_segment(b, str_from(path->subresource));
	return true;
}

void kube_query_add(struct buf *b, const char *key, struct str value)
{
	buf_printf(b, "%c%s=", str_find(buf_str(b), '?') == SIZE_MAX ? '?' : '&', key);
	add_encoded(b, value);
}
