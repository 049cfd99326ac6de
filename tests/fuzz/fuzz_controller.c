/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the controller reads of others: Jobs, pods, status ConfigMaps, Secrets, Leases, and requests for its metrics. Any object
 * goes through store, observe and decide; nothing it says may delete a pod that its Job does not own.
 */
#include <string.h>

#include "runtime-controller/elect/lease.h"
#include "runtime-controller/health/http.h"
#include "runtime-controller/reconcile/decide.h"
#include "runtime-controller/reconcile/key.h"
#include "runtime-controller/store/store.h"
#include "tests/fuzz/fuzz.h"

static void check_decision(const struct run *run, const struct observation *o, const struct decision *d)
{
	for (uint32_t i = 0; i < d->count; i++) {
		const struct action *action = &d->actions[i];

		if (action->kind != action_delete_pod)
			continue;
		FUZZ_CHECK(observe_owns(o->workload, action->pod) || observe_owns(o->launcher, action->pod), "%s",
			   action->pod->name);
		FUZZ_CHECK(action->pod->record.run == run, "%s", action->pod->name);
	}
}

static void decide_all(struct store *s, const struct ledger *l)
{
	struct moment now = {INT64_C(1795608000000), 1000000};
	struct run *run;

	while ((run = queue_next(&s->queue, now.boot_ms)) != NULL) {
		struct decide_input in = {now, ledger_find(l, &run->key), false, deletes_max};
		struct observation o;
		struct decision d;

		observe(run, now, &o);
		decide(run, &o, &in, &d);
		check_decision(run, &o, &d);
	}
}

/* Each line is an object; it is taken for all of them. */
static void put_lines(struct store *s, struct ledger *l, struct arena *a, struct str input)
{
	struct str line;

	while (str_cut(&input, '\n', &line)) {
		store_put(s, record_job, line, NULL);
		store_put(s, record_pod, line, NULL);
		ledger_read(l, line, a, NULL);
		decide_all(s, l);
	}
}

static void check_request(struct str input)
{
	struct str path;
	bool head;
	int status = http_request_read(input, &path, &head);

	FUZZ_CHECK(status != 200 || (path.length > 0 && path.data[0] == '/'), "%d", status);
}

static void check_lease(struct str input)
{
	struct lease_record record, again;
	struct buf b;

	if (!lease_record_read(input, &record))
		return;
	buf_init(&b, 1 << 20);
	lease_record_write(&b, "ns", "name", &record);
	FUZZ_CHECK(!record.version[0] || lease_record_read(buf_str(&b), &again), "%.*s", STR_ARG(buf_str(&b)));
	buf_release(&b);
}

void fuzz_input(struct arena *a, struct str input)
{
	static const struct run_key key = {"hpc", "pi", "rmt9czhg"};
	char uid[uid_max + 1];
	struct store store;
	struct ledger ledger;

	store_init(&store);
	ledger_init(&ledger);
	put_lines(&store, &ledger, a, input);
	store_begin_replace(&store, record_pod);
	store_commit_replace(&store, record_pod);
	decide_all(&store, &ledger);
	store_release(&store);
	ledger_release(&ledger);
	key_judge(input, &key, "u", uid);
	check_lease(input);
	check_request(input);
}
