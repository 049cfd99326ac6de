/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The controller on one screen:
 *
 *     watch ──▶ store ──▶ queue ──▶ observe ──▶ decide ──▶ act ──▶ report
 *
 * The watches (lib/kube) fill the store, which queues each run that has changed. Who holds the lease, has read the ledger and
 * seen all there is, looks at what is queued (reconcile/). One thread waits for all of it in one place.
 */
#include "runtime-controller/controller.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include "runtime-controller/parts.h"

enum { finish_ms = 5000 /* for requests under way at the end; pods are given 30 s by default */ };

/* The shortest of the waits; -1 is for ever. */
static int64_t shorter(int64_t a, int64_t b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

static bool works(const struct parts *p)
{
	return p->ledger.complete && elector_may_write(&p->elector, kube_now()) && parts_are_synced(p);
}

static int64_t time_to_wait(const struct parts *p)
{
	int64_t now_ms = kube_now(), wait_ms = http_server_wait(&p->http, now_ms);

	if (parts_are_synced(p))
		wait_ms = shorter(wait_ms, elector_wait(&p->elector, now_ms));
	if (p->elector.lease.leads)
		wait_ms = shorter(wait_ms, startup_wait(&p->startup, now_ms));
	if (works(p))
		wait_ms = shorter(wait_ms, queue_wait(&p->store.queue, now_ms));
	return wait_ms;
}

/* 1: a signal asks for the end. */
static int wait_once(struct parts *p, struct error *err)
{
	struct pollfd fds[1 + http_fds_max] = {{.fd = p->signals, .events = POLLIN}};
	size_t count = http_server_fds(&p->http, fds + 1);
	struct signalfd_siginfo signal;
	int64_t wait_ms = time_to_wait(p);

	if (kube_client_poll(p->client, fds, count + 1, wait_ms > INT32_MAX ? INT32_MAX : (int)wait_ms, err) < 0)
		return -1;
	http_server_serve(&p->http, fds + 1, count, kube_now());
	return fds[0].revents && read(p->signals, &signal, sizeof(signal)) > 0;
}

static int lost(struct parts *p, struct error *err)
{
	return error_set(err, error_remote, "the lease %s/%s was lost%s%s", p->elector.namespace, p->elector.name,
			 p->elector.failure.message[0] ? ": " : "", p->elector.failure.message);
}

/* What a leader does between two waits. */
static void lead(struct parts *p)
{
	if (!p->ledger.complete && startup_run(&p->startup)) {
		p->ledger.complete = true;
		p->reconciler.suspend_workers = p->startup.minor && p->startup.minor < 31;
		store_queue_all(&p->store);
		log_add(p->log, log_info, "the ledger is complete, work begins", NULL);
	}
	if (works(p))
		reconciler_run(&p->reconciler);
}

/* Nobody is asked to lead before all there is has been seen. */
static int step(struct parts *p, struct error *err)
{
	bool led = p->elector.lease.leads;
	enum elector_state state =
		parts_are_synced(p) ? elector_run(&p->elector, p->reconciler.world.now(p).wall_ms) : elector_waits;

	if (state == elector_lost)
		return lost(p, err);
	if (state == elector_leads)
		lead(p);
	if (led != p->elector.lease.leads)
		log_add(p->log, log_info, "this process leads", "lease", p->elector.name, NULL);
	return wait_once(p, err);
}

/* No new work; what is under way ends, the lease is renewed meanwhile and then given back. */
static int finish(struct parts *p, struct error *err)
{
	int64_t until_ms = kube_now() + finish_ms;

	log_add(p->log, log_info, "ending", NULL);
	p->ledger.complete = false;
	p->startup.state = startup_done;
	while (p->reconciler.requests && kube_now() < until_ms) {
		if (elector_run(&p->elector, p->reconciler.world.now(p).wall_ms) == elector_lost)
			return lost(p, err);
		if (wait_once(p, err) < 0)
			return -1;
	}
	elector_stop(&p->elector);
	while (elector_run(&p->elector, p->reconciler.world.now(p).wall_ms) != elector_over)
		if (wait_once(p, err) < 0)
			return -1;
	return 0;
}

static int run(struct parts *p, struct error *err)
{
	int status;

	log_add(p->log, log_info, "started", "server", p->server, "namespace", p->namespace[0] ? p->namespace : "(all)", "listen",
		p->options->listen, NULL);
	while ((status = step(p, err)) == 0)
		continue;
	return status < 0 ? -1 : finish(p, err);
}

int controller_run(const struct options *options, struct arena *a, struct arena *scratch, struct log *log, struct error *err)
{
	struct parts *p = arena_new(a, struct parts);
	int status = parts_init(p, options, a, scratch, log, err);

	if (status == 0)
		status = run(p, err);
	parts_release(p);
	return status;
}
