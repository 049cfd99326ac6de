/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands that look at a cluster read of others: Jobs, status ConfigMaps, pods. Each line of the input is an object,
 * and taken for all of them; whatever they say, there is one row a job, in order, and a diagnosis that says something.
 */
#include <string.h>

#include "compiler/cluster/diagnose.h"
#include "compiler/cluster/pod.h"
#include "compiler/cluster/snapshot.h"
#include "tests/fuzz/fuzz.h"

enum { pods_max = 64 };

static void put_lines(struct snapshot *s, struct arena *a, struct str input, struct job_facts *facts)
{
	struct object object;
	struct str line;

	while (str_cut(&input, '\n', &line)) {
		if (object_read_job(line, &object))
			object_set_add(&s->jobs, &object, NULL);
		if (object_read_status(line, a, &object))
			object_set_add(&s->statuses, &object, NULL);
		if (facts->pod_count < pods_max && pod_read(line, a, &facts->pods[facts->pod_count]))
			facts->pod_count++;
	}
}

static void check_run(struct arena *a, struct job_facts *facts, const struct cluster_run *run)
{
	struct finding_list list = {.arena = a};

	FUZZ_CHECK(run->job.length && strlen(run->shown.run) <= run_id_length, "%.*s", STR_ARG(run->job));
	facts->run = *run;
	run_names_make(a, run->job, str_from(run->shown.run), &facts->names);
	diagnose(facts, &list);
	FUZZ_CHECK(list.count > 0, "%.*s", STR_ARG(run->job));
}

void fuzz_input(struct arena *a, struct str input)
{
	struct job_facts facts = {.pods = arena_array(a, struct cluster_pod, pods_max), .log = input};
	struct snapshot snapshot = {0};
	struct cluster_run *runs;
	uint32_t count;

	put_lines(&snapshot, a, input, &facts);
	snapshot_runs(&snapshot, a, &runs, &count);
	for (uint32_t i = 0; i < count; i++) {
		int order = i ? str_compare(runs[i - 1].namespace, runs[i].namespace) : -1;

		FUZZ_CHECK(order < 0 || (order == 0 && str_compare(runs[i - 1].job, runs[i].job) < 0), "row %u", i);
		check_run(a, &facts, &runs[i]);
	}
	snapshot_release(&snapshot);
}
