/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a transfer trusts, and whom it shows itself as. */
#include <string.h>

#include "lib/kube/kube_internal.h"

enum { ca_period_ms = 300000 }; /* client-go's, too */

/* Takes the file's new content when it looks like one; a half-written or missing one changes nothing. */
static void refresh_ca(struct kube_client *c, struct arena *a)
{
	struct error ignored;
	struct str text;

	if (c->io->read(c->io->payload, c->config->ca_file, kube_config_file_max, a, &text, &ignored) < 0)
		return;
	text = arena_str(a, text);
	if (!strstr(text.data, "-----BEGIN CERTIFICATE-----"))
		return;
	buf_clear(&c->ca);
	buf_add(&c->ca, text);
}

static void refresh_guarded(struct kube_client *c, struct arena *a)
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom) == 0)
		refresh_ca(c, a);
}

static void check_ca(struct kube_client *c, int64_t now)
{
	struct arena a;

	if (c->config->ca_file.length == 0 || now - c->ca_read_at < ca_period_ms)
		return;
	c->ca_read_at = now;
	refresh_guarded(c, &a);
	arena_release(&a);
}

static struct curl_blob blob_of(struct str bytes)
{
	return (struct curl_blob){.data = (void *)(uintptr_t)bytes.data, .len = bytes.length, .flags = CURL_BLOB_COPY};
}

void kube_tls_set(const struct kube_request *r, int64_t now)
{
	struct kube_client *c = r->client;
	struct curl_blob ca;
	bool is_plugins = c->token.client_certificate.length > 0;
	struct str certificate = is_plugins ? buf_str(&c->token.client_certificate) : c->config->client_certificate;
	struct str key = is_plugins ? buf_str(&c->token.client_key) : c->config->client_key;
	struct curl_blob certificate_blob = blob_of(certificate), key_blob = blob_of(key);

	check_ca(c, now);
	ca = blob_of(buf_str(&c->ca));
	curl_easy_setopt(r->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(r->easy, CURLOPT_SSL_VERIFYPEER, c->config->insecure ? 0L : 1L);
	curl_easy_setopt(r->easy, CURLOPT_SSL_VERIFYHOST, c->config->insecure ? 0L : 2L);
	if (ca.len) {
		/* The system's folder of CAs would be trusted beside ours. */
		curl_easy_setopt(r->easy, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(r->easy, CURLOPT_CAINFO, NULL);
		curl_easy_setopt(r->easy, CURLOPT_CAINFO_BLOB, &ca);
	}
	if (certificate.length) {
		curl_easy_setopt(r->easy, CURLOPT_SSLCERTTYPE, "PEM");
		curl_easy_setopt(r->easy, CURLOPT_SSLCERT_BLOB, &certificate_blob);
		curl_easy_setopt(r->easy, CURLOPT_SSLKEYTYPE, "PEM");
		curl_easy_setopt(r->easy, CURLOPT_SSLKEY_BLOB, &key_blob);
	}
}
