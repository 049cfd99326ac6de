/* SPDX-License-Identifier: Apache-2.0 */
/* The rules, in the order in which a run starts: its Jobs, its key, its pods, its workers, its launcher. */
#include "compiler/cluster/diagnose.h"

#include <string.h>

#include "compiler/cluster/finding.h"
#include "lib/base/rfc3339.h"
#include "lib/contract/keys.h"

/* What to do about a pod's reason (kubelet's and the scheduler's words). */
static const struct {
	const char *reason, *advice;
} advices[] = {
	{"ImagePullBackOff", "check `image`, whether the registry has it, and the pull secret"},
	{"ErrImagePull", "check `image`, whether the registry has it, and the pull secret"},
	{"InvalidImageName", "check `image`"},
	{"ErrImageNeverPull", "the node does not have `image`, and its pull policy is Never"},
	{"Unschedulable", "ask for less in `resources`, or wait for nodes to become free"},
	{"SchedulingGated", "its queue has not admitted it yet"},
	{"CreateContainerConfigError", "a Secret, ConfigMap or user that the container names is wrong"},
	{"CreateContainerError", "check the command, `workdir` and mounts"},
	{"RunContainerError", "check the command, `workdir` and mounts"},
	{"StartError", "check whether the image has the program"},
	{"OOMKilled", "ask for more memory in `resources`"},
	{"Evicted", "ask in `resources` for what it really uses"},
	{"CrashLoopBackOff", "its log says why: mpicc-yaml logs"},
	{"Error", "its log says why: mpicc-yaml logs"},
};

static const char *advice_for(struct str reason)
{
	for (size_t i = 0; i < sizeof(advices) / sizeof(*advices); i++)
		if (str_is(reason, advices[i].reason))
			return advices[i].advice;
	return NULL;
}

static bool holds(struct str text, const char *part)
{
	return text.length && memmem(text.data, text.length, part, strlen(part));
}

static struct str first_line(struct str text)
{
	return str_slice(text, 0, str_find(text, '\n'));
}

static struct str where_job(const struct job_facts *f, struct finding_list *out)
{
	return arena_format(out->arena, "job %.*s/%.*s, run %s", STR_ARG(f->run.namespace), STR_ARG(f->run.job),
			    f->run.shown.run);
}

/* True: the run is not in the cluster or was ended, and that is all there is to say. */
static bool judge_ledger(const struct job_facts *f, struct finding_list *out)
{
	char time[rfc3339_size] = "";
	bool came_back = strcmp(f->run.shown.reason, REASON_RUN_FINISHED_BEFORE) == 0;

	if (!f->knows_end || (run_phase_is_over(f->run.shown.phase) && !came_back))
		return false;
	rfc3339_seconds(f->end.finished_ms, time);
	finding_add(out, finding_problem, where_job(f, out),
		    "raise `rerun` in the job file to run it again, or remove it from git: mpicc-yaml gc",
		    "is not run again: it finished before (%s, %s), says the ledger", run_phase_name(f->end.phase), time);
	return true;
}

static void judge_mount(const struct job_facts *f, const struct mount_fact *mount, struct finding_list *out)
{
	struct str where = arena_format(out->arena, "%s %.*s/%.*s", mount->kind, STR_ARG(f->run.namespace), STR_ARG(mount->name));
	bool is_key = str_equal(mount->name, f->names.secret) && f->keys_by_controller;

	if (is_key)
		finding_add(out, finding_problem, where,
			    "the controller makes it: the lines above say whether one leads, its log what failed",
			    "does not exist: it is the key of the run, and pods wait for it");
	else
		finding_add(out, finding_problem, where, "make it, or take it out of the job",
			    "does not exist, and pods mount it");
}

static uint32_t count_pods(const struct job_facts *f, const char *role)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < f->pod_count; i++)
		count += str_is(f->pods[i].role, role);
	return count;
}

static const char *create_advice(struct str note)
{
	if (holds(note, "exceeded quota"))
		return "ask for less in `resources`, or have the ResourceQuota raised";
	if (holds(note, "violates PodSecurity"))
		return "the namespace enforces Pod Security: drop `user: root` and what needs it, or relax the namespace's label";
	return "an admission rule of the cluster refuses the pods; the message names it";
}

/* An event outlives its cause: only what still fits the pods there are counts. */
static bool is_current(const struct job_facts *f, const struct event_fact *event)
{
	if (str_equal(event->object, f->names.launcher))
		return count_pods(f, ROLE_LAUNCHER) == 0;
	if (str_equal(event->object, f->names.worker))
		return count_pods(f, ROLE_WORKER) < (uint64_t)f->run.shown.workers;
	for (uint32_t i = 0; i < f->pod_count; i++)
		if (str_equal(event->object, f->pods[i].name))
			return !f->pods[i].started;
	return str_equal(event->object, f->names.run) && f->pod_count < (uint64_t)f->run.shown.workers;
}

static void judge_event(const struct job_facts *f, const struct event_fact *event, struct finding_list *out)
{
	struct str note = first_line(event->note), where;

	if (!is_current(f, event))
		return;
	if (str_is(event->reason, "FailedCreate")) {
		where = arena_format(out->arena, "Job %.*s", STR_ARG(event->object));
		finding_add(out, finding_problem, where, create_advice(note), "cannot make its pods: %.*s", STR_ARG(note));
	} else if (str_is(event->reason, "FailedMount") || str_is(event->reason, "FailedAttachVolume")) {
		where = arena_format(out->arena, "pod %.*s", STR_ARG(event->object));
		finding_add(out, finding_problem, where, "make what is missing, or check the volume",
			    "cannot mount a volume: %.*s", STR_ARG(note));
	}
}

static bool is_wrong(const struct cluster_pod *pod)
{
	return pod->reason.length && !str_is(pod->reason, "ContainerCreating") && !str_is(pod->reason, "PodInitializing");
}

/* Pods with one and the same reason are one finding: a thousand workers wait for the same thing. */
static void judge_pod(const struct job_facts *f, uint32_t at, struct finding_list *out)
{
	const struct cluster_pod *pod = &f->pods[at];
	struct str where = arena_format(out->arena, "pod %.*s", STR_ARG(pod->name)), what = pod->reason;
	uint32_t others = 0;

	for (uint32_t i = 0; i < f->pod_count; i++) {
		if (i == at || !is_wrong(&f->pods[i]) || !str_equal(f->pods[i].reason, pod->reason))
			continue;
		if (i < at)
			return;
		others++;
	}
	if (others)
		where = arena_format(out->arena, "%.*s and %u more", STR_ARG(where), others);
	if (pod->exit_code > 0)
		what = arena_format(out->arena, "%.*s, exit code %lld", STR_ARG(what), (long long)pod->exit_code);
	if (pod->message.length)
		what = arena_format(out->arena, "%.*s: %.*s", STR_ARG(what), STR_ARG(first_line(pod->message)));
	finding_add(out, finding_problem, where, advice_for(pod->reason), "%.*s", STR_ARG(what));
}

static bool last_line_with(struct str log, const char *part, struct str *out)
{
	struct str line;
	bool found = false;

	while (str_cut(&log, '\n', &line)) {
		if (!holds(line, part))
			continue;
		*out = str_trim(line);
		found = true;
	}
	return found;
}

/* Only while the launcher waits: the last line is what it does now. */
static void judge_launcher(const struct job_facts *f, struct finding_list *out)
{
	struct str where = arena_format(out->arena, "launcher of run %s", f->run.shown.run), last = str_trim(f->log), line;
	size_t end = str_find_last(last, '\n');

	last = end == SIZE_MAX ? last : str_slice(last, end + 1, last.length);
	if (str_starts(last, "mpicc: waiting for"))
		finding_add(out, finding_problem, where,
			    "they have no pod yet, or the cluster's DNS or the Service does not answer for them", "%.*s",
			    STR_ARG(last));
	else if (last_line_with(f->log, "ssh: connect to host", &line))
		finding_add(out, finding_problem, where,
			    "sshd in that worker does not answer: its log says why; a NetworkPolicy may be in the way", "%.*s",
			    STR_ARG(line));
}

static void judge_workers(const struct job_facts *f, struct finding_list *out)
{
	const struct shown_run *s = &f->run.shown;
	struct str where = arena_format(out->arena, "workers of run %s", s->run);

	if (!f->pod_count && s->phase == run_pending)
		finding_add(out, finding_note, where_job(f, out), NULL, "no pod of it has been made yet");
	else if (s->phase != run_suspended && s->workers_ready < s->workers)
		finding_add(out, finding_note, where, NULL, "%lld of %lld are ready", (long long)s->workers_ready,
			    (long long)s->workers);
}

static void judge_suspended(const struct job_facts *f, struct finding_list *out)
{
	const char *advice = f->scheduled_elsewhere ? "its queue has not admitted it yet"
						    : "take `suspend` out of the job file, or resume the Job";

	if (f->run.shown.phase == run_suspended)
		finding_add(out, finding_problem, where_job(f, out), advice, "is suspended");
}

static void judge_end(const struct job_facts *f, struct finding_list *out)
{
	const struct shown_run *s = &f->run.shown;
	struct finding *finding;

	if (s->phase == run_succeeded) {
		finding_add(out, finding_ok, where_job(f, out), NULL, "has succeeded");
		return;
	}
	finding = finding_add(out, finding_problem, where_job(f, out),
			      strcmp(s->reason, "DeadlineExceeded") == 0 ? "raise `deadline`" : NULL, "has failed: %s",
			      s->reason[0] ? s->reason : "no reason given");
	finding->lines = f->log;
}

static void judge_start(const struct job_facts *f, struct finding_list *out)
{
	for (uint32_t i = 0; i < f->mount_count; i++)
		if (f->mounts[i].missing)
			judge_mount(f, &f->mounts[i], out);
	for (uint32_t i = 0; i < f->event_count; i++)
		judge_event(f, &f->events[i], out);
	judge_workers(f, out);
	judge_launcher(f, out);
}

static bool has_problem(const struct finding_list *out, uint32_t from)
{
	for (uint32_t i = from; i < out->count; i++)
		if (out->items[i].level == finding_problem)
			return true;
	return false;
}

void diagnose(const struct job_facts *f, struct finding_list *out)
{
	uint32_t from = out->count;
	bool over = run_phase_is_over(f->run.shown.phase);

	if (f->run.gone)
		finding_add(out, finding_note, where_job(f, out), "it is shown from what the controller wrote down",
			    "its Jobs are not in the cluster any more");
	if (!f->run.gone && judge_ledger(f, out))
		return;
	if (!f->run.gone && !f->has_launcher)
		finding_add(out, finding_problem, where_job(f, out), "see whether your GitOps tool could apply it",
			    "there is no launcher Job");
	judge_suspended(f, out);
	if (!over)
		judge_start(f, out);
	for (uint32_t i = 0; i < f->pod_count && f->run.shown.phase != run_succeeded; i++)
		if (is_wrong(&f->pods[i]))
			judge_pod(f, i, out);
	if (over)
		judge_end(f, out);
	else if (!has_problem(out, from))
		finding_add(out, finding_ok, where_job(f, out), NULL, "nothing stands in its way; its phase is %s",
			    run_phase_name(f->run.shown.phase));
}
