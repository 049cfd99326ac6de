/* SPDX-License-Identifier: Apache-2.0 */
/* Phases by name; lines of a ledger, written and read. */
#include "lib/contract/run_status.h"

#include <string.h>

#include "lib/base/rfc3339.h"

static const char *const phases[] = {
	[run_pending] = "Pending",
	[run_suspended] = "Suspended",
	[run_running] = "Running",
	[run_succeeded] = "Succeeded",
	[run_failed] = "Failed",
};

enum { phase_count = sizeof(phases) / sizeof(*phases) };

const char *run_phase_name(enum run_phase phase)
{
	return phases[phase];
}

bool run_phase_parse(struct str name, enum run_phase *out)
{
	for (int i = 0; i < phase_count; i++) {
		if (!str_is(name, phases[i]))
			continue;
		*out = (enum run_phase)i;
		return true;
	}
	return false;
}

bool run_phase_is_over(enum run_phase phase)
{
	return phase == run_succeeded || phase == run_failed;
}

static const struct {
	const char *condition;
	enum run_phase phase;
} endings[] = {
	{"SuccessCriteriaMet", run_succeeded},
	{"FailureTarget", run_failed},
	{"Complete", run_succeeded},
	{"Failed", run_failed},
};

bool job_ending_parse(struct str condition_type, enum run_phase *out)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (!str_is(condition_type, endings[i].condition))
			continue;
		*out = endings[i].phase;
		return true;
	}
	return false;
}

void finished_run_write(struct buf *out, const struct finished_run *run)
{
	char time[rfc3339_size];

	rfc3339_seconds(run->finished_ms, time);
	buf_printf(out, "%s %s %s %s\n", run->run, run_phase_name(run->phase), time, run->uid);
}

static bool copy_word(struct str word, char *out, size_t max)
{
	if (word.length == 0 || word.length > max || memchr(word.data, '\0', word.length))
		return false;
	memcpy(out, word.data, word.length);
	out[word.length] = '\0';
	return true;
}

static void take_count(struct str value, int64_t *out)
{
	int64_t n;

	if (str_to_int(value, &n) && n >= 0)
		*out = n;
}

void shown_run_take(struct shown_run *shown, struct str key, struct str value)
{
	const struct {
		const char *key;
		int64_t *out;
	} times[] = {{STATUS_CREATED, &shown->created_ms}, {STATUS_STARTED, &shown->started_ms}, {STATUS_FINISHED, &shown->finished_ms}},
	  counts[] = {{STATUS_WORKERS, &shown->workers}, {STATUS_WORKERS_READY, &shown->workers_ready}};

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		if (str_is(key, times[i].key))
			rfc3339_parse(value, times[i].out);
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (str_is(key, counts[i].key))
			take_count(value, counts[i].out);
	if (str_is(key, STATUS_RUN) && value.length == run_id_length)
		copy_word(value, shown->run, run_id_length);
	if (str_is(key, STATUS_PHASE))
		run_phase_parse(value, &shown->phase);
	if (str_is(key, STATUS_REASON))
		copy_word(value, shown->reason, run_reason_size - 1);
}

static bool read_line(struct str line, struct finished_run *out)
{
	struct str run, phase, time, uid;

	if (!str_cut(&line, ' ', &run) || !str_cut(&line, ' ', &phase) || !str_cut(&line, ' ', &time) ||
	    !str_cut(&line, ' ', &uid))
		return false;
	if (!run_phase_parse(phase, &out->phase) || !run_phase_is_over(out->phase) || !rfc3339_parse(time, &out->finished_ms))
		return false;
	return run.length == run_id_length && copy_word(run, out->run, run_id_length) && copy_word(uid, out->uid, uid_max);
}

bool finished_run_next(struct str *rest, struct finished_run *out)
{
	struct str line;
	struct finished_run read;

	while (str_cut(rest, '\n', &line)) {
		if (!read_line(line, &read))
			continue;
		*out = read;
		return true;
	}
	return false;
}
