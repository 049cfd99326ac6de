/* SPDX-License-Identifier: Apache-2.0 */
/* The status ConfigMap: written, and where somebody else has written it meanwhile, read and written again. */
#include <string.h>

#include "runtime-controller/reconcile/errand.h"

static struct job_ledger *ledger_of(const struct errand *e)
{
	return ledger_find(e->reconciler->ledger, &e->run->key);
}

static void end(struct errand *e, bool done, const struct kube_status *status)
{
	ledger_of(e)->writing = false;
	errand_end(e, done, status);
}

/* What the apiserver answers is what is there: version, lines and all. */
static bool take_over(struct errand *e, struct str config_map)
{
	struct error err;

	if (ledger_read(e->reconciler->ledger, config_map, e->reconciler->scratch, &err) == 0)
		return true;
	log_add(e->reconciler->log, log_error, "a ledger cannot be kept", "why", err.message, NULL);
	return false;
}

static const struct kube_status foreign = {.code = kube_code_invalid,
					   .message = "a ConfigMap of that name belongs to somebody else"};

static void read_again(struct errand *e, const struct kube_answer *answer)
{
	const struct kube_status again = {.code = kube_code_ok};
	enum kube_code code = answer->status.code;

	ledger_of(e)->version[0] = '\0';
	if (code == kube_code_ok && take_over(e, answer->body))
		end(e, false, ledger_of(e)->version[0] ? &again : &foreign);
	else
		end(e, false, code == kube_code_not_found ? &again : &answer->status);
}

static void get_status(struct errand *e)
{
	struct request request;

	request_init(&request, e->reconciler->scratch);
	request_get_status(&request, &e->run->key);
	errand_send(e, &request, read_again);
	request_release(&request);
}

static enum metric metric_of(enum run_phase phase, const char *reason)
{
	if (phase == run_succeeded)
		return metric_finished_succeeded;
	if (strcmp(reason, "BackoffLimitExceeded") == 0)
		return metric_finished_backoff;
	if (strcmp(reason, "DeadlineExceeded") == 0)
		return metric_finished_deadline;
	return strcmp(reason, "PodFailurePolicy") == 0 ? metric_finished_policy : metric_finished_failed;
}

/* A run counts as finished once that is written down and not before. */
static void note_finished(struct errand *e)
{
	struct metrics *m = e->reconciler->metrics;

	m->values[metric_of(e->finished.phase, e->reason)]++;
	log_add(e->reconciler->log, log_info, "a run is finished", "namespace", e->run->key.namespace, "job", e->run->key.job,
		"run", e->run->key.run, "phase", run_phase_name(e->finished.phase), "reason", e->reason, NULL);
}

static void written(struct errand *e, const struct kube_answer *answer)
{
	struct error err;
	struct job_ledger *ledger = ledger_of(e);

	if (answer->status.code == kube_code_conflict || answer->status.code == kube_code_already_exists) {
		get_status(e);
		return;
	}
	if (answer->status.code != kube_code_ok) {
		end(e, false, &answer->status);
		return;
	}
	ledger->shown = e->shown;
	if (e->has_finished && job_ledger_add(ledger, &e->finished, &err) < 0)
		log_add(e->reconciler->log, log_error, "a ledger cannot be kept", "why", err.message, NULL);
	take_over(e, answer->body);
	if (e->has_finished)
		note_finished(e);
	end(e, true, &answer->status);
}

void errand_write_status(struct errand *e, struct request *request)
{
	struct job_ledger *ledger = ledger_make(e->reconciler->ledger, &e->run->key);
	const struct kube_status no_memory = {.code = kube_code_server, .message = "no memory for a ledger"};

	if (!ledger) {
		errand_end(e, false, &no_memory);
		return;
	}
	ledger->writing = true;
	request_write_status(request, &e->run->key, ledger, &e->shown, e->has_finished ? &e->finished : NULL);
	errand_send(e, request, written);
}
