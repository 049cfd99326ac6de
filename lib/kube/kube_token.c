/* SPDX-License-Identifier: Apache-2.0 */
/* Where the token comes from, and when it is to be read again. */
#include "lib/kube/kube_token.h"

#include <string.h>

enum {
	retry_ms = 10000,  /* after a failure, while the old one serves */
	leeway_seconds = 10 /* before a plugin's credential expires */
};

void kube_token_init(struct kube_token *t, const struct io *io, const struct kube_config *config)
{
	*t = (struct kube_token){.io = io, .config = config};
	buf_init(&t->value, kube_token_max);
	buf_init(&t->client_certificate, kube_token_max);
	buf_init(&t->client_key, kube_token_max);
}

static void wipe(struct buf *b)
{
	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buf_clear(b);
}

void kube_token_release(struct kube_token *t)
{
	struct buf *bufs[] = {&t->value, &t->client_certificate, &t->client_key};

	for (size_t i = 0; i < 3; i++) {
		wipe(bufs[i]);
		buf_release(bufs[i]);
	}
	t->is_current = false;
}

static int set(struct buf *b, struct str text, struct error *err)
{
	wipe(b);
	buf_add(b, text);
	return b->failed ? error_no_memory(err) : 0;
}

/* It becomes a header line, so that a line end in it would become another one. */
static int set_token(struct kube_token *t, struct str token, struct error *err)
{
	if (token.length == 0 || token.length > kube_token_max)
		return error_set(err, error_io, "a token of %zu bytes", token.length);
	for (size_t i = 0; i < token.length; i++)
		if (token.data[i] <= ' ' || token.data[i] >= 0x7F)
			return error_set(err, error_io, "a token with an invalid character at byte %zu", i + 1);
	return set(&t->value, token, err);
}

static int read_file(struct kube_token *t, struct arena *a, struct error *err)
{
	struct str text;

	if (t->io->read(t->io->payload, t->config->token_file, kube_token_max + 100, a, &text, err) < 0)
		return -1;
	if (set_token(t, str_trim(text), err) < 0)
		return error_wrap(err, "%.*s", STR_ARG(t->config->token_file));
	return 0;
}

static int ask_plugin(struct kube_token *t, struct arena *a, struct error *err)
{
	struct kube_credential c;

	if (kube_exec_run(&t->config->exec, a, &c, err) < 0)
		return -1;
	if (set(&t->client_certificate, c.client_certificate, err) < 0 || set(&t->client_key, c.client_key, err) < 0)
		return -1;
	t->expires = c.expires;
	if (c.token.length)
		return set_token(t, c.token, err);
	wipe(&t->value);
	return 0;
}

/* A `token` beside a file stands in until the file can be read for the first time. */
static int read_source(struct kube_token *t, struct arena *a, struct error *err)
{
	const struct kube_config *c = t->config;

	if (c->token_file.length) {
		if (read_file(t, a, err) == 0)
			return 0;
		if (t->value.length || c->token.length == 0)
			return -1;
	}
	if (c->token.length)
		return set_token(t, c->token, err);
	return c->exec.command.length ? ask_plugin(t, a, err) : 0;
}

static int read_guarded(struct kube_token *t, struct arena *a, struct error *err)
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom))
		return error_no_memory(err);
	return read_source(t, a, err);
}

static bool is_due(const struct kube_token *t, int64_t now, int64_t wall)
{
	if (!t->is_current)
		return true;
	if (t->config->token_file.length)
		return now >= t->next_at;
	return t->expires && wall >= t->expires - leeway_seconds && now >= t->next_at;
}

static int read_again(struct kube_token *t, int64_t now, struct error *err)
{
	struct error inner = {0};
	struct arena a;

	t->is_failing = read_guarded(t, &a, &inner) < 0;
	arena_release(&a);
	t->next_at = now + (t->is_failing ? retry_ms : kube_token_period_ms);
	if (t->is_failing && !t->is_current)
		return error_set(err, inner.code, "%s", inner.message);
	t->is_current = true;
	return 0;
}

int kube_token_get(struct kube_token *t, int64_t now, int64_t wall, struct str *out, struct error *err)
{
	if (!t->is_current && t->is_failing && now < t->next_at && t->config->exec.command.length)
		return error_set(err, error_remote, "the credential plugin has just failed");
	if (is_due(t, now, wall) && read_again(t, now, err) < 0)
		return -1;
	*out = buf_str(&t->value);
	return 0;
}

void kube_token_drop(struct kube_token *t)
{
	wipe(&t->value);
	t->is_current = false;
}
