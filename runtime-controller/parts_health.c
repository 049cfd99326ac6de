/* SPDX-License-Identifier: Apache-2.0 */
/* What probes and Prometheus are told. */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime-controller/parts.h"

/* A leader that has not renewed for so long should have ended by itself, and is stuck (client-go's HealthzAdaptor). */
enum { stuck_ms = lease_duration_ms + 20000 };

static void count_stuck(struct parts *p)
{
	enum { stuck_pod_ms = 60000 };
	const struct table *pods = &p->store.records[record_pod];
	int64_t now_ms = p->reconciler.world.now(p).wall_ms;

	p->metrics.values[metric_stuck] = 0;
	for (struct table_link *link = table_next(pods, NULL); link; link = table_next(pods, link)) {
		int64_t gone_by_ms = ((const struct record *)link)->gone_by_ms;

		p->metrics.values[metric_stuck] += gone_by_ms && gone_by_ms + stuck_pod_ms < now_ms;
	}
}

/* Who does not lead has not looked at any run, and leaves the count to the leader. */
static void count_runs(struct parts *p)
{
	double *values = p->metrics.values;

	for (int i = run_pending; i <= run_failed; i++)
		values[metric_runs_pending + i] = 0;
	for (struct table_link *link = table_next(&p->store.runs, NULL); link; link = table_next(&p->store.runs, link)) {
		const struct run_memory *memory = &((const struct run *)link)->memory;

		if (memory->looked_at)
			values[metric_runs_pending + (int)memory->phase]++;
	}
	values[metric_queue_depth] = (double)p->store.queue.waiting;
	values[metric_cache_jobs] = (double)p->store.records[record_job].count;
	values[metric_cache_pods] = (double)p->store.records[record_pod].count;
}

/* Rows of Jobs and of pods stand beside each other in the table. */
static void count_watches(struct parts *p)
{
	double *values = p->metrics.values;

	values[metric_parse_errors] = 0;
	for (int kind = 0; kind < record_kind_count; kind++) {
		const struct reflector_counts *counts = kube_watch_counts(p->feeds[kind].watch);

		values[metric_events_jobs + kind] = (double)counts->events;
		values[metric_watches_jobs + kind] = (double)counts->watches;
		values[metric_lists_jobs + kind] = (double)counts->lists;
		values[metric_watch_failures_jobs + kind] = (double)counts->failures;
		values[metric_lag_jobs + kind] = (double)(kube_now() - kube_watch_heard_at(p->feeds[kind].watch)) / 1000;
		values[metric_parse_errors] += (double)counts->bad_events;
	}
}

static void count_requests(struct parts *p)
{
	static const enum metric metrics[kube_code_count] = {
		[kube_code_ok] = metric_requests_ok, [kube_code_conflict] = metric_requests_conflict,
		[kube_code_not_found] = metric_requests_not_found, [kube_code_forbidden] = metric_requests_forbidden,
		[kube_code_throttled] = metric_requests_throttled, [kube_code_server] = metric_requests_server,
		[kube_code_transport] = metric_requests_transport};
	const struct kube_client_counts *counts = kube_client_counts(p->client);
	double *values = p->metrics.values;

	values[metric_requests_other] = 0;
	for (int code = 0; code < kube_code_count; code++) {
		if (metrics[code])
			values[metrics[code]] = (double)counts->requests[code];
		else
			values[metric_requests_other] += (double)counts->requests[code];
	}
}

static void count_process(struct parts *p)
{
	FILE *file = fopen("/proc/self/statm", "re");
	struct rusage usage;
	long total, resident;

	if (file && fscanf(file, "%ld %ld", &total, &resident) == 2)
		p->metrics.values[metric_memory] = (double)resident * (double)sysconf(_SC_PAGESIZE);
	if (file)
		fclose(file);
	getrusage(RUSAGE_SELF, &usage);
	p->metrics.values[metric_cpu] = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
					(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	p->metrics.values[metric_started] = (double)p->started_ms / 1000;
}

static void write_metrics(struct parts *p, struct http_answer *out)
{
	const struct lease *lease = &p->elector.lease;
	int64_t age_ms = kube_now() - (lease->leads_until_ms - lease_renew_ms);

	p->metrics.values[metric_leader] = lease->leads;
	p->metrics.values[metric_lease_renewed] = lease->leads ? (double)age_ms / 1000 : 0;
	p->metrics.values[metric_lease_transitions] = (double)lease->seen.transitions;
	p->metrics.values[metric_ledger_complete] = p->ledger.complete;
	p->metrics.values[metric_build_info] = 1;
	count_runs(p);
	count_stuck(p);
	count_watches(p);
	count_requests(p);
	count_process(p);
	metrics_write(&p->metrics, &out->body);
	out->content_type = "text/plain; version=0.0.4; charset=utf-8";
	out->status = 200;
}

static void write_state(struct http_answer *out, bool fine, const char *why)
{
	out->status = fine ? 200 : 503;
	buf_puts(&out->body, fine ? "ok\n" : why);
}

static bool is_stuck(const struct parts *p)
{
	const struct lease *lease = &p->elector.lease;

	return lease->leads && kube_now() > lease->leads_until_ms - lease_renew_ms + stuck_ms;
}

void parts_handle(void *payload, struct str path, struct http_answer *out)
{
	struct parts *p = payload;

	if (str_is(path, "/healthz"))
		write_state(out, !is_stuck(p), "the lease is not renewed\n");
	else if (str_is(path, "/readyz"))
		write_state(out, parts_are_synced(p), "the watches are not complete\n");
	else if (str_is(path, "/metrics"))
		write_metrics(p, out);
}
