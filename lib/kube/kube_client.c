/* SPDX-License-Identifier: Apache-2.0 */
/* The client as a whole: its making, its timers, and the one place where it waits. */
#include "lib/kube/kube_client.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "lib/base/alloc.h"
#include "lib/kube/kube_internal.h"

enum { fds_max = 60 };

int64_t kube_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t kube_now(void)
{
	return kube_now_us() / 1000;
}

static bool is_loopback(struct str url)
{
	static const char *const hosts[] = {"http://127.0.0.1:", "http://[::1]:"};

	return str_starts(url, hosts[0]) || str_starts(url, hosts[1]);
}

/* A token over plain HTTP would be everybody's. */
static int check_scheme(const struct kube_config *config, const struct kube_client_options *options, struct error *err)
{
	if (str_starts(config->server, "https://") || (options && options->allow_http && is_loopback(config->server)))
		return 0;
	return error_set(err, error_io, "the server `%.*s` is not reached by https", STR_ARG(config->server));
}

static int init(struct kube_client *c, const struct kube_client_options *options, struct error *err)
{
	bool named = options && options->user_agent;

	kube_token_init(&c->token, c->io, c->config);
	buf_init(&c->ca, kube_config_file_max);
	buf_init(&c->certificate, kube_config_file_max);
	buf_init(&c->key, kube_config_file_max);
	buf_init(&c->base, 4096);
	buf_init(&c->host, 1024);
	snprintf(c->user_agent, sizeof(c->user_agent), "%s", named ? options->user_agent : "mpicc-yaml");
	c->allow_http = options && options->allow_http;
	c->warned = options ? options->warned : NULL;
	c->warned_payload = options ? options->payload : NULL;
	c->files_read_at = kube_now();
	if (getrandom(&c->random, sizeof(c->random), 0) != sizeof(c->random))
		c->random = (uint64_t)kube_now();
	c->random |= 1;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_set(err, error_bug, "libcurl cannot be initialised");
	if (kube_loop_init(&c->loop, err) < 0)
		return -1;
	return kube_easy_prepare(c, err);
}

int kube_client_new(const struct kube_config *config, const struct io *io, const struct kube_client_options *options,
		    struct kube_client **out, struct error *err)
{
	struct kube_client *c;

	if (check_scheme(config, options, err) < 0)
		return -1;
	c = mem_alloc(sizeof(*c));
	if (!c)
		return error_no_memory(err);
	*c = (struct kube_client){.config = config, .io = io, .loop.epoll = -1};
	if (init(c, options, err) < 0) {
		kube_client_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

void kube_client_free(struct kube_client *c)
{
	if (!c)
		return;
	kube_requests_free_all(c);
	kube_loop_release(&c->loop);
	curl_slist_free_all(c->connect_to);
	curl_global_cleanup();
	kube_token_release(&c->token);
	buf_release(&c->ca);
	buf_release(&c->certificate);
	kube_tls_wipe(&c->key);
	buf_release(&c->key);
	buf_release(&c->base);
	buf_release(&c->host);
	mem_free(c);
}

size_t kube_client_pending(const struct kube_client *c)
{
	size_t count = 0;

	for (int place = 0; place < kube_place_count; place++)
		count += c->lists[place].count;
	for (const struct kube_request *r = c->lists[kube_place_running].first; r; r = r->next)
		count -= r->cancelled;
	return count;
}

const struct kube_client_counts *kube_client_counts(const struct kube_client *c)
{
	return &c->counts;
}

/* xorshift64 (Marsaglia, 2003): for jitter, not for secrets. */
uint32_t kube_client_random(struct kube_client *c)
{
	c->random ^= c->random << 13;
	c->random ^= c->random >> 7;
	c->random ^= c->random << 17;
	return (uint32_t)(c->random >> 32);
}

void kube_timer_set(struct kube_client *c, struct kube_timer *t, int64_t at)
{
	t->at = at;
	if (t->is_set)
		return;
	t->is_set = true;
	t->next = c->timers;
	c->timers = t;
}

void kube_timer_unset(struct kube_client *c, struct kube_timer *t)
{
	struct kube_timer **at = &c->timers;

	while (*at && *at != t)
		at = &(*at)->next;
	if (*at)
		*at = t->next;
	t->is_set = false;
}

static struct kube_timer *first_timer(const struct kube_client *c)
{
	struct kube_timer *first = c->timers;

	for (struct kube_timer *t = c->timers; t; t = t->next)
		if (t->at < first->at)
			first = t;
	return first;
}

/* Not more of them than are set now, so that one which sets itself to the past cannot keep us here. */
static void fire_timers(struct kube_client *c, int64_t now)
{
	size_t count = 0;
	struct kube_timer *t;

	for (t = c->timers; t; t = t->next)
		count++;
	for (; count && (t = first_timer(c)) && t->at <= now; count--) {
		kube_timer_unset(c, t);
		t->fire(t->payload);
	}
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int wait_ms(const struct kube_client *c, int64_t now, int timeout_ms)
{
	const struct kube_timer *t = first_timer(c);
	int64_t due = earlier(kube_loop_due(&c->loop), kube_requests_due(c)), wait;

	if (t)
		due = earlier(due, t->at);
	if (due == INT64_MAX)
		return timeout_ms;
	wait = due > now ? due - now : 0;
	if (wait > INT32_MAX)
		wait = INT32_MAX;
	return timeout_ms < 0 || wait < timeout_ms ? (int)wait : timeout_ms;
}

static int wait_for_work(struct kube_client *c, struct pollfd *fds, size_t count, int timeout_ms, struct error *err)
{
	struct pollfd all[fds_max + 1];

	if (count > fds_max)
		return error_set(err, error_bug, "%zu descriptors to wait for", count);
	if (count)
		memcpy(all, fds, count * sizeof(*fds));
	all[count] = (struct pollfd){.fd = c->loop.epoll, .events = POLLIN};
	if (poll(all, (nfds_t)count + 1, wait_ms(c, kube_now(), timeout_ms)) < 0) {
		if (errno != EINTR)
			return error_set(err, error_io, "cannot wait: %s", strerror(errno));
		for (size_t i = 0; i < count; i++)
			all[i].revents = 0;
	}
	for (size_t i = 0; i < count; i++)
		fds[i].revents = all[i].revents;
	return 0;
}

static void finish_requests(struct kube_client *c)
{
	CURLcode result;
	CURL *easy;

	while ((easy = kube_loop_finished(&c->loop, &result))) {
		char *payload = NULL;

		curl_easy_getinfo(easy, CURLINFO_PRIVATE, &payload);
		kube_request_finish((struct kube_request *)(void *)payload, result);
	}
}

int kube_client_poll(struct kube_client *c, struct pollfd *fds, size_t count, int timeout_ms, struct error *err)
{
	kube_requests_act(c, kube_now());
	if (wait_for_work(c, fds, count, timeout_ms, err) < 0)
		return -1;
	c->woke_us = kube_now_us();
	if (kube_loop_act(&c->loop, kube_now(), err) < 0)
		return -1;
	finish_requests(c);
	fire_timers(c, kube_now());
	return 0;
}

int64_t kube_client_woke_us(const struct kube_client *c)
{
	return c->woke_us;
}

struct runner {
	struct kube_answer answer;
	struct buf body;
	void *payload;
	int (*stream)(void *payload, struct str bytes);
	bool is_done;
};

static int run_stream(void *payload, struct str bytes)
{
	struct runner *run = payload;

	return run->stream(run->payload, bytes);
}

/* The body is copied to the heap first: an arena that jumps must not jump through libcurl. */
static void run_done(void *payload, const struct kube_answer *answer)
{
	struct runner *run = payload;

	run->answer = *answer;
	buf_add(&run->body, answer->body);
	run->is_done = true;
}

static int run_to_end(struct kube_client *c, struct runner *run, const struct kube_call *call, struct error *err)
{
	struct kube_request *request;
	struct kube_call mine = *call;

	mine.stream = call->stream ? run_stream : NULL;
	mine.done = run_done;
	mine.payload = run;
	if (kube_client_start(c, &mine, &request, err) < 0)
		return -1;
	while (!run->is_done) {
		if (kube_client_poll(c, NULL, 0, -1, err) < 0) {
			if (!run->is_done)
				kube_request_cancel(request);
			return -1;
		}
	}
	return run->body.failed ? error_no_memory(err) : 0;
}

static void release_runner(void *payload)
{
	buf_release(&((struct runner *)payload)->body);
}

int kube_client_run(struct kube_client *c, const struct kube_call *call, struct arena *a, struct kube_answer *out,
		    struct error *err)
{
	struct runner *run = arena_new(a, struct runner);

	*run = (struct runner){.payload = call->payload, .stream = call->stream};
	buf_init(&run->body, call->answer_max ? call->answer_max : KUBE_ANSWER_MAX);
	arena_defer(a, release_runner, run);
	if (run_to_end(c, run, call, err) < 0)
		return -1;
	*out = run->answer;
	out->body = buf_str(&run->body);
	return 0;
}
