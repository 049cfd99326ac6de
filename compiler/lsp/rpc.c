/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes -> messages, and back. */
#include "compiler/lsp/rpc.h"

#include <strings.h>

void rpc_init(struct rpc *r)
{
	*r = (struct rpc){0};
	buf_init(&r->bytes, rpc_message_max + rpc_header_max);
}

void rpc_release(struct rpc *r)
{
	buf_release(&r->bytes);
}

/* What was handed out goes first, so that a long session needs no more room than its longest message. */
void rpc_feed(struct rpc *r, struct str bytes)
{
	struct str rest = str_slice(buf_str(&r->bytes), r->taken, r->bytes.length);
	struct buf kept;

	if (r->taken) {
		buf_init(&kept, r->bytes.max);
		buf_add(&kept, rest);
		buf_release(&r->bytes);
		r->bytes = kept;
		r->taken = 0;
	}
	buf_add(&r->bytes, bytes);
}

/* The number of bytes that a line of the header announces; `otherwise` where it does not. */
static int64_t content_length(struct str line, int64_t otherwise)
{
	static const char name[] = "Content-Length:";
	struct str value;
	int64_t bytes;

	if (line.length < sizeof(name) || strncasecmp(line.data, name, sizeof(name) - 1) != 0)
		return otherwise;
	value = str_trim(str_slice(line, sizeof(name) - 1, line.length));
	return str_to_int(value, &bytes) && bytes >= 0 && bytes <= rpc_message_max ? bytes : -1;
}

/* The header's length with the empty line behind it, 0 where that has not come; *out_body is negative without a length. */
static size_t read_header(struct str text, int64_t *out_body)
{
	struct str rest = text, line;

	*out_body = -1;
	while (str_cut(&rest, '\n', &line) && rest.data) {
		if (str_trim(line).length == 0)
			return (size_t)(rest.data - text.data);
		*out_body = content_length(line, *out_body);
	}
	return 0;
}

enum rpc_status rpc_next(struct rpc *r, struct str *out)
{
	struct str text = str_slice(buf_str(&r->bytes), r->taken, r->bytes.length);
	int64_t body;
	size_t header = text.length ? read_header(text, &body) : 0;

	if (r->bytes.failed)
		return rpc_broken;
	if (!header)
		return text.length > rpc_header_max ? rpc_broken : rpc_more;
	if (body < 0)
		return rpc_broken;
	if (text.length - header < (size_t)body)
		return rpc_more;
	*out = str_slice(text, header, header + (size_t)body);
	r->taken += header + (size_t)body;
	return rpc_message;
}

void rpc_send(struct buf *out, struct str body)
{
	size_t before = out->length;

	buf_printf(out, "Content-Length: %zu\r\n\r\n", body.length);
	buf_add(out, body);
	if (out->failed)
		out->length = before;
}
