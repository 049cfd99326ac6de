/* SPDX-License-Identifier: Apache-2.0 */
/* Transitions of a run -> Events, logs and histograms. */
#include "runtime-controller/reconcile/tell.h"

#include "lib/kube/kube_path.h"
#include "runtime-controller/reconcile/idle.h"
#include "runtime-controller/report/event.h"

enum { event_max = 8192 };

static const struct {
	bool warning;
	const char *reason, *action, *note;
} texts[event_kind_count] = {
	[event_started] = {false, "RunStarted", "Observe", "the launcher runs"},
	[event_finished] = {false, "RunFinished", "EndWorkers", "the run is over"},
	[event_workers_ended] = {false, "WorkersEnded", "DeletePods", "no worker of the run is active any more"},
	[event_came_back] = {true, "RunFinishedBefore", "EndJob",
			     "this run has finished before and is not run again; to run the same thing once more, raise `rerun` "
			     "in its job file"},
	[event_came_late] = {true, "WorkersEnded", "EndJob",
			     "the workers of this run were ended when its earlier launcher Job was deleted; to run it again, "
			     "raise `rerun` in its job file"},
};

static struct str note_of(struct reconciler *r, const struct run *run, const struct observation *o, const struct action *action)
{
	const char *note = texts[action->event].note;

	if (action->event == event_workers_ended)
		return arena_format(r->scratch, "%s; %u pods were deleted", note, run->memory.deleted);
	if (action->event != event_finished)
		return str_from(note);
	return arena_format(
		r->scratch, "%s: %s%s%s%s", note, run_phase_name(o->phase), action->reason[0] ? ", " : "", action->reason,
		run->memory.clean == clean_none && o->active ? "; its workers are left running, as clean: None asks for" : "");
}

static void ignore(__attribute__((unused)) void *payload, __attribute__((unused)) const struct kube_answer *answer)
{
}

static void post(struct reconciler *r, const struct run *run, const struct event *event)
{
	struct kube_path path = {kube_kind_event, str_from(run->key.namespace), STR_NONE, NULL};
	struct kube_call call = {.verb = kube_verb_post, .done = ignore};
	struct buf url, body;

	buf_init(&url, event_max);
	buf_init(&body, event_max);
	kube_path_add(&url, &path);
	event_write(&body, event, r->instance, r->world.now(r->world.payload).wall_ms);
	call.path = buf_str(&url);
	call.body = buf_str(&body);
	if (!url.failed && !body.failed && r->world.may_write(r->world.payload))
		r->world.start(r->world.payload, &call, NULL);
	buf_release(&url);
	buf_release(&body);
}

static void measure_start(struct metrics *m, const struct run *run, const struct observation *o)
{
	double idle = idle_before_launch(run, o);

	if (o->created_ms)
		metrics_observe(m, histogram_time_to_launch, (double)(o->started_ms - o->created_ms) / 1000);
	m->values[metric_idle_before] += idle;
	if (o->worker)
		m->values[metric_gpu_idle_before] += idle * (double)o->worker->gpus;
}

/* The last launcher that failed was not started again when the run has failed. */
static int64_t retries(const struct observation *o)
{
	int64_t count = o->launcher ? o->launcher->failed - (o->phase == run_failed) : 0;

	return o->launcher != o->workload && count > 0 ? count : 0;
}

static void measure_end(struct metrics *m, const struct run *run, const struct observation *o)
{
	if (o->workers_ready)
		metrics_observe(m, histogram_gang_start, idle_gang_start(run, o));
	if (o->started_ms && o->created_ms)
		metrics_observe(m, histogram_queue_wait, idle_queue_wait(run, o));
	if (o->started_ms)
		metrics_observe(m, histogram_run_time, (double)(o->over_ms - o->started_ms) / 1000);
	m->values[metric_retries] += (double)retries(o);
}

static void measure(struct reconciler *r, const struct run *run, const struct observation *o, const struct action *action)
{
	struct moment now = r->world.now(r->world.payload);

	if (action->event == event_started)
		measure_start(r->metrics, run, o);
	if (action->event == event_finished)
		measure_end(r->metrics, run, o);
	if (action->event == event_workers_ended && run->memory.over_since_ms)
		metrics_observe(r->metrics, histogram_cleanup, (double)(now.boot_ms - run->memory.over_since_ms) / 1000);
	if (action->event == event_came_back)
		r->metrics->values[metric_came_back]++;
}

void tell(struct reconciler *r, struct run *run, const struct observation *o, const struct action *action)
{
	struct event event = {
		.namespace = run->key.namespace,
		.job = action->job->name,
		.job_uid = action->job->record.uid,
		.warning = texts[action->event].warning || (action->event == event_finished && o->phase == run_failed),
		.reason = texts[action->event].reason,
		.action = texts[action->event].action,
		.note = arena_str(r->scratch, note_of(r, run, o, action)).data,
	};

	run->memory.told |= 1U << action->event;
	measure(r, run, o, action);
	post(r, run, &event);
	log_add(r->log, event.warning ? log_warning : log_info, event.note, "namespace", event.namespace, "job", run->key.job,
		"run", run->key.run, NULL);
}
