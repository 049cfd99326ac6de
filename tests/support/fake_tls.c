/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/fake_tls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	must(extension && X509_add_ext(certificate, extension, -1));
	X509_EXTENSION_free(extension);
}

/* `issuer` NULL: an authority that has signed itself. */
static X509 *make_certificate(EVP_PKEY *key, const char *name, const char *names, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509 *c = X509_new();
	X509_NAME *subject = X509_get_subject_name(c);

	must(X509_set_version(c, 2) && ASN1_INTEGER_set(X509_get_serialNumber(c), issuer ? 2 : 1));
	must(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0));
	must(X509_set_issuer_name(c, issuer ? X509_get_subject_name(issuer) : subject));
	must(X509_gmtime_adj(X509_getm_notBefore(c), -3600) && X509_gmtime_adj(X509_getm_notAfter(c), 3600));
	must(X509_set_pubkey(c, key));
	add_extension(c, issuer ? issuer : c, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
	if (names)
		add_extension(c, issuer, NID_subject_alt_name, names);
	must(X509_sign(c, issuer_key, EVP_sha256()));
	return c;
}

static struct str take_text(struct arena *a, BIO *bio)
{
	char *text;
	long length = BIO_get_mem_data(bio, &text);
	struct str out = arena_str(a, (struct str){text, (size_t)length});

	BIO_free(bio);
	return out;
}

static struct str certificate_pem(struct arena *a, X509 *certificate)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(PEM_write_bio_X509(bio, certificate));
	return take_text(a, bio);
}

static struct str key_pem(struct arena *a, EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL));
	return take_text(a, bio);
}

static void make_identities(struct fake_tls *t, struct arena *a, const char *names)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *server_key = EVP_EC_gen("P-256"), *client_key = EVP_EC_gen("P-256");
	X509 *ca = make_certificate(ca_key, "fake authority", NULL, NULL, ca_key);
	X509 *server = make_certificate(server_key, "fake server", names ? names : "IP:127.0.0.1", ca, ca_key);
	X509 *client = make_certificate(client_key, "fake client", NULL, ca, ca_key);

	t->ca = certificate_pem(a, ca);
	t->client_certificate = certificate_pem(a, client);
	t->client_key = key_pem(a, client_key);
	must(SSL_CTX_use_certificate(t->context, server) == 1 && SSL_CTX_use_PrivateKey(t->context, server_key) == 1);
	must(X509_STORE_add_cert(SSL_CTX_get_cert_store(t->context), ca));
	X509_free(ca);
	X509_free(server);
	X509_free(client);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(server_key);
	EVP_PKEY_free(client_key);
}

static int connect_backend(const struct fake_tls *t)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)t->backend_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0);
	return fd;
}

static bool pass_in(SSL *ssl, int backend)
{
	char bytes[4096];
	int n = SSL_read(ssl, bytes, sizeof(bytes));

	return n > 0 && send(backend, bytes, (size_t)n, MSG_NOSIGNAL) == n;
}

static bool pass_out(SSL *ssl, int backend)
{
	char bytes[4096];
	ssize_t n = recv(backend, bytes, sizeof(bytes), 0);

	return n > 0 && SSL_write(ssl, bytes, (int)n) == n;
}

static void relay(SSL *ssl, int fd, int backend)
{
	for (;;) {
		struct pollfd p[] = {{.fd = fd, .events = POLLIN}, {.fd = backend, .events = POLLIN}};

		if (SSL_pending(ssl) == 0 && poll(p, 2, -1) < 0)
			return;
		if ((SSL_pending(ssl) || p[0].revents) && !pass_in(ssl, backend))
			return;
		if (p[1].revents && !pass_out(ssl, backend))
			return;
	}
}

static void *serve(void *payload)
{
	struct fake_tls_relay *r = payload;
	SSL *ssl = SSL_new(r->server->context);

	SSL_set_fd(ssl, r->fd);
	if (SSL_accept(ssl) == 1) {
		r->backend = connect_backend(r->server);
		relay(ssl, r->fd, r->backend);
		close(r->backend);
	}
	SSL_free(ssl);
	pthread_mutex_lock(&r->server->lock);
	close(r->fd);
	r->fd = -1;
	pthread_mutex_unlock(&r->server->lock);
	return NULL;
}

static void *accept_all(void *payload)
{
	struct fake_tls *t = payload;
	int fd;

	while ((fd = accept(t->listener, NULL, NULL)) >= 0) {
		struct fake_tls_relay *r;

		pthread_mutex_lock(&t->lock);
		must(t->relay_count < fake_tls_connections_max);
		r = &t->relays[t->relay_count++];
		*r = (struct fake_tls_relay){.server = t, .fd = fd};
		pthread_create(&r->thread, NULL, serve, r);
		pthread_mutex_unlock(&t->lock);
	}
	return NULL;
}

static void listen_on(struct fake_tls *t)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);

	t->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(bind(t->listener, (struct sockaddr *)&address, size) == 0 && listen(t->listener, 16) == 0 &&
	     getsockname(t->listener, (struct sockaddr *)&address, &size) == 0);
	t->port = ntohs(address.sin_port);
	snprintf(t->url, sizeof(t->url), "https://127.0.0.1:%d", t->port);
}

void fake_tls_start(struct fake_tls *t, struct arena *a, int backend_port, const struct fake_tls_options *options)
{
	*t = (struct fake_tls){.backend_port = backend_port, .context = SSL_CTX_new(TLS_server_method())};
	make_identities(t, a, options->names);
	if (options->version_max) {
		SSL_CTX_set_security_level(t->context, 0);
		must(SSL_CTX_set_min_proto_version(t->context, TLS1_VERSION) &&
		     SSL_CTX_set_max_proto_version(t->context, options->version_max));
	}
	if (options->ask_certificate)
		SSL_CTX_set_verify(t->context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	listen_on(t);
	pthread_mutex_init(&t->lock, NULL);
	pthread_create(&t->thread, NULL, accept_all, t);
}

void fake_tls_stop(struct fake_tls *t)
{
	shutdown(t->listener, SHUT_RDWR);
	pthread_join(t->thread, NULL);
	pthread_mutex_lock(&t->lock);
	for (unsigned i = 0; i < t->relay_count; i++)
		if (t->relays[i].fd >= 0)
			shutdown(t->relays[i].fd, SHUT_RDWR);
	pthread_mutex_unlock(&t->lock);
	for (unsigned i = 0; i < t->relay_count; i++)
		pthread_join(t->relays[i].thread, NULL);
	close(t->listener);
	SSL_CTX_free(t->context);
	pthread_mutex_destroy(&t->lock);
}
