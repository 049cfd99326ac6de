/* SPDX-License-Identifier: Apache-2.0 */
/* Two multi handles of libcurl on one epoll descriptor. */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lib/kube/kube_internal.h"

static int multi_fail(struct error *err, CURLMcode code)
{
	return error_set(err, code == CURLM_OUT_OF_MEMORY ? error_memory : error_bug, "libcurl: %s", curl_multi_strerror(code));
}

static uint64_t event_key(const struct kube_pool *pool, curl_socket_t fd)
{
	return (uint64_t)pool->index << 32 | (uint32_t)fd;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *payload, void *unused)
{
	struct kube_pool *pool = payload;
	struct epoll_event event = {.data.u64 = event_key(pool, fd)};

	(void)easy;
	(void)unused;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(pool->epoll, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	event.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
	if (epoll_ctl(pool->epoll, EPOLL_CTL_MOD, fd, &event) == 0)
		return 0;
	return errno == ENOENT && epoll_ctl(pool->epoll, EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : -1;
}

static int on_timer(CURLM *multi, long timeout_ms, void *payload)
{
	struct kube_pool *pool = payload;

	(void)multi;
	pool->due = timeout_ms < 0 ? -1 : kube_now() + timeout_ms;
	return 0;
}

static int pool_init(struct kube_pool *pool, int epoll, unsigned index, struct error *err)
{
	*pool = (struct kube_pool){.multi = curl_multi_init(), .epoll = epoll, .index = index, .due = -1};
	if (!pool->multi)
		return error_no_memory(err);
	curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, pool);
	curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, pool);
	curl_multi_setopt(pool->multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	return 0;
}

int kube_loop_init(struct kube_loop *l, struct error *err)
{
	*l = (struct kube_loop){.epoll = epoll_create1(EPOLL_CLOEXEC)};
	if (l->epoll < 0)
		return error_set(err, error_io, "cannot wait for sockets: %s", strerror(errno));
	for (unsigned i = 0; i < kube_pool_count; i++)
		if (pool_init(&l->pools[i], l->epoll, i, err) < 0)
			return -1;
	return 0;
}

void kube_loop_release(struct kube_loop *l)
{
	for (unsigned i = 0; i < kube_pool_count; i++)
		curl_multi_cleanup(l->pools[i].multi);
	if (l->epoll >= 0)
		close(l->epoll);
	l->epoll = -1;
}

static int act_on(struct kube_pool *pool, curl_socket_t fd, uint32_t events, struct error *err)
{
	int mask = (events & EPOLLIN ? CURL_CSELECT_IN : 0) | (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
		   (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
	int running;
	CURLMcode code = curl_multi_socket_action(pool->multi, fd, mask, &running);

	return code == CURLM_OK ? 0 : multi_fail(err, code);
}

int kube_loop_act(struct kube_loop *l, int64_t now, struct error *err)
{
	struct epoll_event events[64];
	int count = epoll_wait(l->epoll, events, 64, 0);

	for (int i = 0; i < count; i++) {
		struct kube_pool *pool = &l->pools[events[i].data.u64 >> 32];

		if (act_on(pool, (curl_socket_t)(events[i].data.u64 & UINT32_MAX), events[i].events, err) < 0)
			return -1;
	}
	for (unsigned i = 0; i < kube_pool_count; i++) {
		struct kube_pool *pool = &l->pools[i];

		if (pool->due < 0 || pool->due > now)
			continue;
		pool->due = -1;
		if (act_on(pool, CURL_SOCKET_TIMEOUT, 0, err) < 0)
			return -1;
	}
	return 0;
}

int64_t kube_loop_due(const struct kube_loop *l)
{
	int64_t due = INT64_MAX;

	for (unsigned i = 0; i < kube_pool_count; i++)
		if (l->pools[i].due >= 0 && l->pools[i].due < due)
			due = l->pools[i].due;
	return due;
}

CURL *kube_loop_finished(struct kube_loop *l, CURLcode *out_result)
{
	for (unsigned i = 0; i < kube_pool_count; i++) {
		struct CURLMsg *message;
		int left;

		while ((message = curl_multi_info_read(l->pools[i].multi, &left))) {
			if (message->msg != CURLMSG_DONE)
				continue;
			*out_result = message->data.result;
			return message->easy_handle;
		}
	}
	return NULL;
}
