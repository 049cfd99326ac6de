/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <string.h>

#include "lib/base/alloc.h"
#include "tests/unit/controller/run_case.h"

static size_t count(const struct run_case *c, enum record_kind kind)
{
	return c->store.records[kind].count;
}

static const char *versioned(struct run_case *c, int version)
{
	return arena_format(&c->arena, ", \"resourceVersion\": \"%d\"", version).data;
}

static void put_version(struct run_case *c, int version, const char *phase)
{
	put_pod(c, "worker", "w0", "pi-worker", phase, (struct parts){.metadata = versioned(c, version)});
}

static const struct pod_record *only_pod(struct run_case *c)
{
	return (const struct pod_record *)the_run(c)->records[record_pod];
}

TEST(store_records_stay_small)
{
	assert_true(offsetof(struct pod_record, name) <= 184);
	assert_true(sizeof(struct job_record) + sizeof(struct run) <= 1024);
}

TEST(store_put_takes_one_record_for_each_uid)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	put_running(&c, RUNNING);
	assert_int_equal(count(&c, record_job), 2);
	assert_int_equal(count(&c, record_pod), 3);
	assert_int_equal(c.store.runs.count, 1);
}

TEST(store_put_takes_an_object_whose_name_has_changed_for_another)
{
	static const char *const names[] = {"w0", "a-name-that-is-longer-than-the-first-one", "w1"};
	RUN_CASE(c);

	for (size_t i = 0; i < 3; i++) {
		struct str pod = arena_format(&c.arena,
			"{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"%s\", \"uid\": \"u\", \"labels\": {\"mpicc.dev/job\": "
			"\"pi\", \"mpicc.dev/run\": \"rmt9czhg\", \"mpicc.dev/role\": \"worker\"}}}", names[i]);

		assert_int_equal(store_put(&c.store, record_pod, pod, NULL), 0);
		assert_int_equal(count(&c, record_pod), 1);
		assert_string_equal(only_pod(&c)->name, names[i]);
	}
}

TEST(store_remembers_when_the_oldest_news_of_a_run_arrived)
{
	RUN_CASE(c);

	c.store.news_us = 7;
	put_running(&c, RUNNING);
	c.store.news_us = 9;
	put_version(&c, 5, "Running");
	assert_int_equal(the_run(&c)->news_us, 7);
	store_queue_all(&c.store);
	assert_int_equal(the_run(&c)->news_us, 0);
	drop_pod(&c, "w0");
	assert_int_equal(the_run(&c)->news_us, 9);
}

TEST(store_put_passes_over_what_is_not_ours)
{
	static const char *const objects[] = {
		"",
		"[]",
		"{",
		"{}",
		"{\"metadata\": {\"name\": \"a\", \"uid\": \"u\", \"namespace\": \"n\"}}",
		"{\"metadata\": {\"name\": \"a\", \"uid\": \"u\", \"namespace\": \"n\", \"labels\": {\"mpicc.dev/job\": \"j\", "
		"\"mpicc.dev/run\": \"rmt9czh\", \"mpicc.dev/role\": \"worker\"}}}",
		"{\"metadata\": {\"name\": \"a\", \"uid\": \"u\", \"namespace\": \"n\", \"labels\": {\"mpicc.dev/job\": \"j\", "
		"\"mpicc.dev/run\": \"rmt9czhg\", \"mpicc.dev/role\": \"shared\"}}}",
		"{\"metadata\": {\"name\": \"a\", \"uid\": \"\", \"namespace\": \"n\", \"labels\": {\"mpicc.dev/job\": \"j\", "
		"\"mpicc.dev/run\": \"rmt9czhg\", \"mpicc.dev/role\": \"worker\"}}}",
		"{\"metadata\": {\"name\": \"0123456789012345678901234567890123456789012345678901234567890123\", \"uid\": \"u\", "
		"\"namespace\": \"n\", \"labels\": {\"mpicc.dev/job\": \"j\", \"mpicc.dev/run\": \"rmt9czhg\", "
		"\"mpicc.dev/role\": \"worker\"}}}",
	};
	RUN_CASE(c);

	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		assert_int_equal(store_put(&c.store, record_pod, str_from(objects[i]), NULL), 0);
	assert_int_equal(count(&c, record_pod), 0);
	assert_int_equal(c.store.runs.count, 0);
}

TEST(store_put_drops_what_has_lost_its_labels)
{
	RUN_CASE(c);

	put_version(&c, 1, "Running");
	assert_int_equal(store_put(&c.store, record_pod, STR("{\"metadata\": {\"name\": \"w0\", \"uid\": \"w0\"}}"), NULL), 0);
	assert_int_equal(count(&c, record_pod), 0);
}

TEST(store_put_ignores_an_event_older_than_the_last)
{
	RUN_CASE(c);

	put_version(&c, 7, "Running");
	put_version(&c, 6, "Pending");
	assert_int_equal(only_pod(&c)->phase, pod_running);
	put_version(&c, 7, "Succeeded");
	assert_int_equal(only_pod(&c)->phase, pod_finished);
}

TEST(store_put_believes_a_relist_that_counts_anew)
{
	RUN_CASE(c);

	put_version(&c, 7, "Running");
	store_begin_replace(&c.store, record_pod);
	put_version(&c, 2, "Pending");
	store_commit_replace(&c.store, record_pod);
	assert_int_equal(only_pod(&c)->phase, pod_pending);
}

TEST(store_put_keeps_what_we_know_of_a_pod)
{
	RUN_CASE(c);

	put_version(&c, 1, "Running");
	((struct pod_record *)the_run(&c)->records[record_pod])->asked = true;
	put_version(&c, 2, "Running");
	assert_true(only_pod(&c)->asked);
}

TEST(store_put_moves_an_object_whose_labels_changed)
{
	RUN_CASE(c);
	struct run_key other = {"hpc", "pi", "another1"};

	put_version(&c, 1, "Running");
	assert_int_equal(store_put(&c.store, record_pod,
				   STR("{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"w0\", \"uid\": \"w0\", \"labels\": "
				       "{\"mpicc.dev/job\": \"pi\", "
				       "\"mpicc.dev/run\": \"another1\", \"mpicc.dev/role\": \"worker\"}}}"),
				   NULL),
			 0);
	assert_null(the_run(&c));
	assert_non_null(store_run(&c.store, &other));
	assert_int_equal(count(&c, record_pod), 1);
}

TEST(store_commit_replace_drops_what_was_not_put_again)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	store_begin_replace(&c.store, record_pod);
	put_version(&c, 9, "Running");
	store_commit_replace(&c.store, record_pod);
	assert_int_equal(count(&c, record_pod), 1);
	assert_int_equal(count(&c, record_job), 2);
}

TEST(store_begin_replace_again_loses_nothing)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	store_begin_replace(&c.store, record_pod);
	store_begin_replace(&c.store, record_pod);
	assert_int_equal(count(&c, record_pod), 3);
}

TEST(store_forgets_a_run_with_its_last_object_but_not_while_it_is_busy)
{
	RUN_CASE(c);
	struct run *run;

	put_version(&c, 1, "Running");
	drop_pod(&c, "w0");
	assert_int_equal(c.store.runs.count, 0);
	assert_null(queue_next(&c.store.queue, 0));
	put_version(&c, 1, "Running");
	run = the_run(&c);
	run->memory.deletes_in_flight = 1;
	drop_pod(&c, "w0");
	assert_int_equal(c.store.runs.count, 1);
	run->memory.deletes_in_flight = 0;
	store_tidy(&c.store, run);
	assert_int_equal(c.store.runs.count, 0);
}

TEST(store_drop_of_the_unknown_changes_nothing)
{
	RUN_CASE(c);

	put_version(&c, 1, "Running");
	drop_pod(&c, "another");
	store_drop(&c.store, record_pod, STR("no JSON"));
	assert_int_equal(count(&c, record_pod), 1);
}

TEST(store_put_of_each_object_queues_its_run_once)
{
	RUN_CASE(c);

	put_running(&c, RUNNING);
	assert_ptr_equal(queue_next(&c.store.queue, 0), the_run(&c));
	assert_null(queue_next(&c.store.queue, 0));
	put_version(&c, 9, "Running");
	assert_ptr_equal(queue_next(&c.store.queue, 0), the_run(&c));
	store_queue_all(&c.store);
	assert_ptr_equal(queue_next(&c.store.queue, 0), the_run(&c));
}

TEST(store_put_without_memory_fails_and_leaves_no_half_record)
{
	for (long n = 0; n < 6; n++) {
		RUN_CASE(c);
		struct str object = STR("{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"w0\", \"uid\": \"w0\", \"labels\": "
					"{\"mpicc.dev/job\": "
					"\"pi\", \"mpicc.dev/run\": \"rmt9czhg\", \"mpicc.dev/role\": \"worker\"}}}");
		struct error err = {0};
		int status;

		mem_fail_after(n);
		status = store_put(&c.store, record_pod, object, &err);
		mem_fail_after(-1);
		assert_int_equal(count(&c, record_pod), status == 0);
		assert_int_equal(c.store.runs.count, status == 0);
		assert_int_equal(err.code, status == 0 ? error_none : error_memory);
	}
}

static void note(void *payload, __attribute__((unused)) const struct run *run, const struct pod_record *before,
		 const struct pod_record *after)
{
	buf_printf(payload, "%d>%d ", before->phase, after ? (int)after->phase : -1);
}

TEST(store_tells_how_pods_change_and_go)
{
	RUN_CASE(c);

	c.store.on_pod = note;
	c.store.payload = &c.text;
	put_version(&c, 1, "Running");
	put_version(&c, 2, "Succeeded");
	drop_pod(&c, "w0");
	assert_str(buf_str(&c.text), "1>2 2>-1 ");
}
