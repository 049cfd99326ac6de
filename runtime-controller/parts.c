/* SPDX-License-Identifier: Apache-2.0 */
/* Making the parts, and connecting them. */
#include "runtime-controller/parts.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "lib/contract/keys.h"
#include "runtime-controller/reconcile/idle.h"

enum { host_max = 256 };

static int begin_replace(void *payload)
{
	struct feed *feed = payload;

	store_begin_replace(&feed->parts->store, feed->kind);
	return 0;
}

static int upsert(void *payload, struct str object)
{
	struct feed *feed = payload;
	struct error err;

	feed->parts->store.news_us = kube_client_woke_us(feed->parts->client);
	return store_put(&feed->parts->store, feed->kind, object, &err);
}

static int drop(void *payload, struct str object)
{
	struct feed *feed = payload;

	feed->parts->store.news_us = kube_client_woke_us(feed->parts->client);
	store_drop(&feed->parts->store, feed->kind, object);
	return 0;
}

static int commit_replace(void *payload)
{
	struct feed *feed = payload;

	store_commit_replace(&feed->parts->store, feed->kind);
	log_add(feed->parts->log, log_debug, "a watch is complete", "kind", feed->kind == record_job ? "Job" : "Pod", NULL);
	return 0;
}

static void watch_failed(void *payload, const struct kube_status *status)
{
	struct feed *feed = payload;

	log_add(feed->parts->log, log_warning, "a watch failed", "kind", feed->kind == record_job ? "Job" : "Pod", "code",
		kube_code_name(status->code), "why", status->message, NULL);
}

static int start_feed(struct parts *p, enum record_kind kind, struct error *err)
{
	struct feed *feed = &p->feeds[kind];
	const struct kube_watch_options options = {
		.kind = kind == record_job ? kube_kind_job : kube_kind_pod,
		.namespace = str_from(p->namespace),
		.label_selector = STR(LABEL_RUN),
		.sink = {feed, begin_replace, upsert, drop, commit_replace},
		.failed = watch_failed,
	};

	feed->parts = p;
	feed->kind = kind;
	return kube_watch_new(p->client, &options, &feed->watch, err);
}

bool parts_are_synced(const struct parts *p)
{
	return kube_watch_is_synced(p->feeds[record_job].watch) && kube_watch_is_synced(p->feeds[record_pod].watch);
}

/* What the reconciler reaches the world through. */

static int start_call(void *payload, const struct kube_call *call, struct error *err)
{
	return kube_client_start(((struct parts *)payload)->client, call, NULL, err);
}

static int64_t wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct moment now(__attribute__((unused)) void *payload)
{
	return (struct moment){wall_ms(), kube_now()};
}

static bool may_write(void *payload)
{
	return elector_may_write(&((struct parts *)payload)->elector, kube_now());
}

static uint32_t random_bits(void *payload)
{
	return kube_client_random(((struct parts *)payload)->client);
}

static void note_pod(void *payload, const struct run *run, const struct pod_record *before, const struct pod_record *after)
{
	struct parts *p = payload;

	double idle = idle_after_done(run, before, after, now(p));
	struct table_link *owner = table_find(&p->store.records[record_job], str_from(before->owner));

	p->metrics.values[metric_idle_after] += idle;
	if (owner)
		p->metrics.values[metric_gpu_idle_after] += idle * (double)((const struct job_record *)owner)->gpus;
}

static void note_renewal(void *payload, int64_t took_us)
{
	metrics_observe(&((struct parts *)payload)->metrics, histogram_lease_renew, (double)took_us / 1e6);
}

static void connect_parts(struct parts *p, struct arena *scratch, const char *identity)
{
	p->store.on_pod = note_pod;
	p->store.payload = p;
	p->elector.renewed = note_renewal;
	p->elector.payload = p;
	p->startup.client = p->client;
	p->startup.ledger = &p->ledger;
	p->startup.log = p->log;
	p->startup.scratch = scratch;
	p->startup.namespace = p->namespace;
	p->reconciler = (struct reconciler){.world = {p, start_call, now, may_write, random_bits},
					    .store = &p->store,
					    .ledger = &p->ledger,
					    .metrics = &p->metrics,
					    .log = p->log,
					    .scratch = scratch,
					    .instance = identity};
	p->http.handle = parts_handle;
	p->http.payload = p;
}

/* client-go's form: host name, underscore, something that no other process has. */
static const char *make_identity(struct arena *a, const struct options *options)
{
	char host[host_max] = "unknown";
	uint64_t random[2];

	if (options->identity[0])
		return options->identity;
	gethostname(host, sizeof(host) - 1);
	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		random[0] = random[1] = (uint64_t)getpid();
	return arena_format(a, "%s_%016llx%016llx", host, (unsigned long long)random[0], (unsigned long long)random[1]).data;
}

static int open_signals(struct parts *p, struct error *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	p->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return p->signals < 0 ? error_set(err, error_io, "cannot receive signals: %s", strerror(errno)) : 0;
}

static const char *choose(struct arena *a, const char *option, struct str fallback)
{
	return option[0] ? option : arena_str(a, fallback).data;
}

static void warned(void *payload, struct str text)
{
	struct parts *p = payload;
	char line[512];

	snprintf(line, sizeof(line), "%.*s", text.length < sizeof(line) ? (int)text.length : (int)sizeof(line) - 1, text.data);
	log_add(p->log, log_warning, "the apiserver warns", "of", line, NULL);
}

static int connect_cluster(struct parts *p, struct arena *a, struct error *err)
{
	const struct kube_environment env = kube_environment_read();
	const struct kube_client_options client = {.user_agent = FIELD_MANAGER, .warned = warned, .payload = p};

	if (kube_config_load(&io_files, &env, str_from(p->options->kubeconfig), str_from(p->options->context), a, &p->config,
			     err) < 0)
		return error_wrap(err, "cannot tell which cluster to use");
	p->server = arena_str(a, p->config.server).data;
	p->namespace = p->options->all_namespaces[0] ? "" : choose(a, p->options->namespace, p->config.namespace);
	return kube_client_new(&p->config, &io_files, &client, &p->client, err);
}

int parts_init(struct parts *p, const struct options *options, struct arena *a, struct arena *scratch, struct log *log,
	       struct error *err)
{
	const char *identity = make_identity(a, options);

	*p = (struct parts){.options = options, .log = log, .signals = -1, .http = {.listener = -1}, .started_ms = wall_ms()};
	for (int i = 0; i < http_connections_max; i++)
		p->http.connections[i].fd = -1;
	store_init(&p->store);
	ledger_init(&p->ledger);
	startup_init(&p->startup);
	if (open_signals(p, err) < 0 || connect_cluster(p, a, err) < 0)
		return -1;
	elector_init(&p->elector, p->client, choose(a, options->lease_namespace, p->config.namespace), options->lease_name,
		     identity);
	connect_parts(p, scratch, identity);
	if (start_feed(p, record_job, err) < 0 || start_feed(p, record_pod, err) < 0)
		return -1;
	return http_server_open(&p->http, str_from(options->listen), err);
}

void parts_release(struct parts *p)
{
	http_server_close(&p->http);
	for (int kind = 0; kind < record_kind_count; kind++)
		kube_watch_free(p->feeds[kind].watch);
	kube_client_free(p->client);
	reconciler_release(&p->reconciler);
	startup_release(&p->startup);
	ledger_release(&p->ledger);
	store_release(&p->store);
	if (p->signals >= 0)
		close(p->signals);
}
