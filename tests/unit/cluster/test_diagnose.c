/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cluster/diagnose.h"

#include <string.h>

#include "tests/unit/cluster/cluster_case.h"

#define RUN "rmt9czhg"

static const struct cluster_pod launcher = {.name = STR("l"), .role = STR("launcher"), .phase = STR("Running"), .index = -1,
					    .exit_code = -1, .ready = true, .started = true};

static struct job_facts facts_of(enum run_phase phase)
{
	struct job_facts f = {.run = {.namespace = STR("hpc"),
				      .job = STR("resnet"),
				      .shown = {.run = RUN, .phase = phase, .workers = 4, .workers_ready = 4}},
			      .names = {.run = STR("resnet-" RUN),
					.launcher = STR("resnet-" RUN "-launcher"),
					.worker = STR("resnet-" RUN "-worker"),
					.secret = STR("resnet-" RUN "-ssh")},
			      .has_launcher = true,
			      .has_worker = true,
			      .keys_by_controller = true};

	return f;
}

static struct cluster_pod worker(const char *reason, const char *message)
{
	return (struct cluster_pod){.name = STR("w"), .role = STR("worker"), .phase = STR("Pending"), .exit_code = -1,
				    .reason = str_from(reason), .message = str_from(message)};
}

/* All findings as lines "level|where|what|advice". */
static struct str run(struct arena *a, const struct job_facts *f)
{
	static const char *const levels[] = {"ok", "note", "problem"};
	struct finding_list list = {.arena = a};
	struct str text = STR("");

	diagnose(f, &list);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct finding *x = &list.items[i];

		text = arena_format(a, "%.*s%s|%.*s|%.*s|%.*s\n%.*s", STR_ARG(text), levels[x->level], STR_ARG(x->where),
				    STR_ARG(x->what), STR_ARG(x->advice), STR_ARG(x->lines));
	}
	return text;
}

TEST(diagnose_says_when_nothing_is_wrong)
{
	struct job_facts f = facts_of(run_running);
	struct cluster_pod pods[] = {launcher};
	TEST_ARENA(a);

	f.pods = pods;
	f.pod_count = 1;
	assert_str(run(&a, &f), "ok|job hpc/resnet, run " RUN "|nothing stands in its way; its phase is Running|\n");
	f.run.shown.phase = run_succeeded;
	assert_str(run(&a, &f), "ok|job hpc/resnet, run " RUN "|has succeeded|\n");
}

TEST(diagnose_tells_a_missing_key_from_a_missing_mount)
{
	struct mount_fact mounts[] = {
		{"Secret", STR("resnet-" RUN "-ssh"), true}, {"ConfigMap", STR("data"), true}, {"Secret", STR("there"), false}};
	struct job_facts f = facts_of(run_pending);
	struct str text;
	TEST_ARENA(a);

	f.mounts = mounts;
	f.mount_count = 3;
	text = run(&a, &f);
	assert_holds(text, "problem|Secret hpc/resnet-" RUN
			   "-ssh|does not exist: it is the key of the run, and pods wait for it|the controller makes it");
	assert_holds(text, "problem|ConfigMap hpc/data|does not exist, and pods mount it|make it");
	assert_lacks(text, "there");
	assert_lacks(text, "nothing stands in its way");
	f.keys_by_controller = false;
	assert_holds(run(&a, &f), "problem|Secret hpc/resnet-" RUN "-ssh|does not exist, and pods mount it|make it");
	f.run.shown.phase = run_succeeded;
	assert_lacks(run(&a, &f), "does not exist");
}

TEST(diagnose_knows_a_run_that_the_ledger_has)
{
	struct mount_fact mounts[] = {{"Secret", STR("resnet-" RUN "-ssh"), true}};
	struct job_facts f = facts_of(run_pending);
	TEST_ARENA(a);

	f.mounts = mounts;
	f.mount_count = 1;
	f.knows_end = true;
	f.end = (struct finished_run){.run = RUN, .phase = run_failed, .finished_ms = 1000};
	assert_str(run(&a, &f), "problem|job hpc/resnet, run " RUN
				"|is not run again: it finished before (Failed, 1970-01-01T00:00:01Z), says the "
				"ledger|raise `rerun` in the job file to run it again, or remove it from git: mpicc-yaml gc\n");
	f.run.shown.phase = run_succeeded;
	assert_holds(run(&a, &f), "ok|");
	strcpy(f.run.shown.reason, "RunFinishedBefore");
	assert_holds(run(&a, &f), "problem|job hpc/resnet, run " RUN "|is not run again");
}

TEST(diagnose_puts_pods_with_one_reason_together)
{
	struct cluster_pod pods[] = {launcher, worker("Unschedulable", "0/3 nodes\nmore"), worker("Unschedulable", "0/3 nodes"),
				     worker("ImagePullBackOff", ""), worker("ContainerCreating", "")};
	struct job_facts f = facts_of(run_pending);
	TEST_ARENA(a);

	f.run.shown.workers_ready = 0;
	f.pods = pods;
	f.pod_count = 5;
	assert_str(run(&a, &f),
		   "note|workers of run " RUN "|0 of 4 are ready|\n"
		   "problem|pod w and 1 more|Unschedulable: 0/3 nodes|ask for less in `resources`, or wait for nodes to become "
		   "free\n"
		   "problem|pod w|ImagePullBackOff|check `image`, whether the registry has it, and the pull secret\n");
}

TEST(diagnose_believes_events_only_while_they_fit)
{
	struct event_fact events[] = {
		{STR("resnet-" RUN "-worker"), STR("FailedCreate"), STR("pods \"x\" is forbidden: exceeded quota: gpus"), 1},
		{STR("resnet-" RUN "-launcher"), STR("FailedCreate"), STR("violates PodSecurity \"restricted\""), 1},
		{STR("w"), STR("FailedMount"), STR("secret \"x\" not found"), 1},
		{STR("w"), STR("Pulled"), STR("a harmless one"), 1}};
	struct cluster_pod pods[] = {worker("", ""), worker("", ""), worker("", ""), worker("", ""), launcher};
	struct job_facts f = facts_of(run_pending);
	struct str text;
	TEST_ARENA(a);

	f.events = events;
	f.event_count = 4;
	f.pods = pods;
	f.pod_count = 1;
	text = run(&a, &f);
	assert_holds(text, "problem|Job resnet-" RUN
			   "-worker|cannot make its pods: pods \"x\" is forbidden: exceeded quota: gpus|ask for less");
	assert_holds(text, "problem|Job resnet-" RUN
			   "-launcher|cannot make its pods: violates PodSecurity \"restricted\"|the namespace enforces");
	assert_holds(text, "problem|pod w|cannot mount a volume: secret \"x\" not found|");
	assert_lacks(text, "harmless");
	for (int i = 0; i < 4; i++)
		pods[i].started = true;
	f.pod_count = 5;
	assert_lacks(run(&a, &f), "cannot");
}

TEST(diagnose_reads_what_the_launcher_waits_for)
{
	struct cluster_pod pods[] = {launcher};
	struct job_facts f = facts_of(run_running);
	TEST_ARENA(a);

	f.pods = pods;
	f.pod_count = 1;
	f.log = STR("mpicc: waiting for a-0\nmpicc: waiting for a-1.x\n");
	assert_holds(run(&a, &f), "problem|launcher of run " RUN "|mpicc: waiting for a-1.x|they have no pod yet");
	f.log = STR("mpicc: waiting for a-0\nstep 1\n");
	assert_holds(run(&a, &f), "ok|");
	f.log = STR("ssh: connect to host a-0 port 2222: Connection refused\nretry\n");
	assert_holds(run(&a, &f), "problem|launcher of run " RUN
				  "|ssh: connect to host a-0 port 2222: Connection refused|sshd in that worker");
}

TEST(diagnose_says_why_a_run_failed)
{
	struct cluster_pod pods[] = {launcher};
	struct job_facts f = facts_of(run_failed);
	struct str text;
	TEST_ARENA(a);

	pods[0].exit_code = 3;
	pods[0].reason = STR("Error");
	f.pods = pods;
	f.pod_count = 1;
	f.log = STR("last words\n");
	strcpy(f.run.shown.reason, "BackoffLimitExceeded");
	text = run(&a, &f);
	assert_holds(text, "problem|pod l|Error, exit code 3|its log says why: mpicc-yaml logs\n");
	assert_holds(text, "problem|job hpc/resnet, run " RUN "|has failed: BackoffLimitExceeded|\nlast words\n");
	strcpy(f.run.shown.reason, "DeadlineExceeded");
	assert_holds(run(&a, &f), "has failed: DeadlineExceeded|raise `deadline`");
}

TEST(diagnose_says_who_has_suspended_a_run)
{
	struct job_facts f = facts_of(run_suspended);
	TEST_ARENA(a);

	f.run.shown.workers_ready = 0;
	assert_lacks(run(&a, &f), "are ready");
	assert_holds(run(&a, &f), "is suspended|take `suspend` out of the job file");
	f.scheduled_elsewhere = true;
	assert_holds(run(&a, &f), "is suspended|its queue has not admitted it yet");
}

TEST(diagnose_says_what_is_not_there)
{
	struct job_facts f = facts_of(run_pending);
	TEST_ARENA(a);

	assert_holds(run(&a, &f), "note|job hpc/resnet, run " RUN "|no pod of it has been made yet|\n");
	f.has_launcher = false;
	assert_holds(run(&a, &f), "there is no launcher Job|");
	f.run.gone = true;
	f.run.shown.phase = run_succeeded;
	assert_str(run(&a, &f), "note|job hpc/resnet, run " RUN
				"|its Jobs are not in the cluster any more|it is shown from what the controller "
				"wrote down\nok|job hpc/resnet, run " RUN "|has succeeded|\n");
}
