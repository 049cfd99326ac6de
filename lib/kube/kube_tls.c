/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a transfer trusts, and whom it shows itself as. */
#include <string.h>

#include "lib/kube/kube_internal.h"

enum { files_period_ms = 300000 }; /* client-go's, too */

void kube_tls_wipe(struct buf *key)
{
	if (key->data)
		explicit_bzero(key->data, key->capacity);
	buf_clear(key);
}

/* A missing file, and one that is cut off, is none. */
static bool read_pem(struct kube_client *c, struct str file, const char *beginning, struct arena *a, struct str *out)
{
	struct error ignored;

	if (!file.length || c->io->read(c->io->payload, file, kube_config_file_max, a, out, &ignored) < 0)
		return false;
	*out = arena_str(a, *out);
	return strstr(out->data, beginning) && strstr(out->data, "-----END ");
}

/* Only as it was before and after the key was read: whoever renews them writes one after the other. */
static bool read_pair(struct kube_client *c, struct arena *a, struct str *certificate, struct str *key)
{
	const struct kube_config *config = c->config;
	struct str again;

	return read_pem(c, config->client_certificate_file, "-----BEGIN CERTIFICATE-----", a, certificate) &&
	       read_pem(c, config->client_key_file, "PRIVATE KEY-----", a, key) &&
	       read_pem(c, config->client_certificate_file, "-----BEGIN CERTIFICATE-----", a, &again) && str_equal(*certificate, again);
}

/* What cannot be read stays as it is; a certificate and its key change together. */
static void refresh(struct kube_client *c, struct arena *a)
{
	const struct kube_config *config = c->config;
	struct str ca, certificate, key;

	if (read_pem(c, config->ca_file, "-----BEGIN CERTIFICATE-----", a, &ca)) {
		buf_clear(&c->ca);
		buf_add(&c->ca, ca);
	}
	if (!read_pair(c, a, &certificate, &key))
		return;
	buf_clear(&c->certificate);
	buf_add(&c->certificate, certificate);
	kube_tls_wipe(&c->key);
	buf_add(&c->key, key);
	explicit_bzero((char *)(uintptr_t)key.data, key.length);
}

static void refresh_guarded(struct kube_client *c, struct arena *a)
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom) == 0)
		refresh(c, a);
}

static void check_files(struct kube_client *c, int64_t now)
{
	struct arena a;

	if (now - c->files_read_at < files_period_ms)
		return;
	c->files_read_at = now;
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
	struct curl_blob certificate, key;

	check_files(c, now);
	ca = blob_of(buf_str(&c->ca));
	certificate = blob_of(buf_str(is_plugins ? &c->token.client_certificate : &c->certificate));
	key = blob_of(buf_str(is_plugins ? &c->token.client_key : &c->key));
	curl_easy_setopt(r->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(r->easy, CURLOPT_SSL_VERIFYPEER, c->config->insecure ? 0L : 1L);
	curl_easy_setopt(r->easy, CURLOPT_SSL_VERIFYHOST, c->config->insecure ? 0L : 2L);
	if (ca.len) {
		/* The system's folder of CAs would be trusted beside ours. */
		curl_easy_setopt(r->easy, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(r->easy, CURLOPT_CAINFO, NULL);
		curl_easy_setopt(r->easy, CURLOPT_CAINFO_BLOB, &ca);
	}
	if (certificate.len) {
		curl_easy_setopt(r->easy, CURLOPT_SSLCERTTYPE, "PEM");
		curl_easy_setopt(r->easy, CURLOPT_SSLCERT_BLOB, &certificate);
		curl_easy_setopt(r->easy, CURLOPT_SSLKEYTYPE, "PEM");
		curl_easy_setopt(r->easy, CURLOPT_SSLKEY_BLOB, &key);
	}
}
