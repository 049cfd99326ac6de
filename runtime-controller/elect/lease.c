/* SPDX-License-Identifier: Apache-2.0 */
/* The lease's transitions. */
#include "runtime-controller/elect/lease.h"

#include <string.h>

#include "lib/base/rfc3339.h"

void lease_init(struct lease *l, const char *identity)
{
	*l = (struct lease){0};
	strncpy(l->identity, identity, sizeof(l->identity) - 1);
}

static bool is_ours(const struct lease *l)
{
	return l->has_seen && strcmp(l->seen.holder, l->identity) == 0;
}

static bool same(const struct lease_record *a, const struct lease_record *b)
{
	return strcmp(a->holder, b->holder) == 0 && strcmp(a->acquired, b->acquired) == 0 &&
	       strcmp(a->renewed, b->renewed) == 0 && a->duration_s == b->duration_s && a->transitions == b->transitions;
}

static void see(struct lease *l, const struct lease_record *record, int64_t now_ms)
{
	if (!l->has_seen || !same(&l->seen, record))
		l->seen_ms = now_ms;
	l->seen = *record;
	l->has_seen = true;
}

/* A holder that says how long its word is good is believed within reason: nobody may lock the lease for a day. */
static int64_t duration_ms(const struct lease_record *record)
{
	int64_t max_s = 10 * lease_duration_ms / 1000;

	if (record->duration_s < 0)
		return 0;
	return (record->duration_s > max_s ? max_s : record->duration_s) * 1000;
}

static bool is_held_by_other(const struct lease *l, int64_t now_ms)
{
	return l->has_seen && l->seen.holder[0] && !is_ours(l) && now_ms < l->seen_ms + duration_ms(&l->seen);
}

/* Contenders wait 1 to 2.2 periods (JitterFactor 1.2), the leader exactly one. */
static void wait_a_period(struct lease *l, int64_t now_ms, uint32_t random)
{
	int64_t more_ms = l->leads ? 0 : lease_retry_ms * 12 / 10 * (int64_t)(random >> 16) / 65536;

	l->next_ms = now_ms + lease_retry_ms + more_ms;
}

static struct lease_record record_to_write(const struct lease *l, int64_t wall_ms)
{
	struct lease_record record = {.duration_s = lease_duration_ms / 1000};

	rfc3339_micro(wall_ms, record.renewed);
	memcpy(record.acquired, record.renewed, sizeof(record.acquired));
	strncpy(record.holder, l->identity, sizeof(record.holder) - 1);
	if (l->absent)
		return record;
	memcpy(record.version, l->seen.version, sizeof(record.version));
	record.transitions = l->seen.transitions + !is_ours(l);
	if (is_ours(l))
		memcpy(record.acquired, l->seen.acquired, sizeof(record.acquired));
	return record;
}

static struct lease_step release(const struct lease *l, int64_t wall_ms)
{
	struct lease_step step = {.wish = lease_write, .record = record_to_write(l, wall_ms)};

	step.record.holder[0] = '\0';
	step.record.duration_s = 1;
	memcpy(step.record.acquired, step.record.renewed, sizeof(step.record.acquired));
	return step;
}

static struct lease_step next_while_stopping(struct lease *l, int64_t now_ms, int64_t wall_ms)
{
	if (!l->leads || l->released || now_ms >= l->leads_until_ms)
		return (struct lease_step){.wish = lease_over};
	if (now_ms < l->next_ms && !l->fresh)
		return (struct lease_step){.wish = lease_wait, .at_ms = l->next_ms};
	if (!l->fresh)
		return (struct lease_step){.wish = lease_read};
	return is_ours(l) ? release(l, wall_ms) : (struct lease_step){.wish = lease_over};
}

/* What has just been read is acted on at once; otherwise once a period, the leader straight by a write. */
struct lease_step lease_next(struct lease *l, int64_t now_ms, int64_t wall_ms, uint32_t random)
{
	l->asked_ms = now_ms;
	if (l->leads && !l->stopping && (now_ms >= l->leads_until_ms || (l->has_seen && !is_ours(l))))
		return (struct lease_step){.wish = lease_lost};
	if (l->stopping)
		return next_while_stopping(l, now_ms, wall_ms);
	if (now_ms < l->next_ms)
		return (struct lease_step){.wish = lease_wait,
					   .at_ms = l->leads && l->leads_until_ms < l->next_ms ? l->leads_until_ms : l->next_ms};
	if (l->absent)
		return (struct lease_step){.wish = lease_create, .record = record_to_write(l, wall_ms)};
	if (!l->fresh)
		return (struct lease_step){.wish = lease_read};
	if (!is_held_by_other(l, now_ms))
		return (struct lease_step){.wish = lease_write, .record = record_to_write(l, wall_ms)};
	l->fresh = false;
	wait_a_period(l, now_ms, random);
	return (struct lease_step){.wish = lease_wait, .at_ms = l->next_ms};
}

void lease_take_read(struct lease *l, enum lease_answer answer, const struct lease_record *record, int64_t now_ms,
		     uint32_t random)
{
	l->fresh = answer == lease_ok;
	l->absent = answer == lease_not_found;
	if (l->fresh)
		see(l, record, now_ms);
	if (l->absent)
		l->has_seen = false;
	if (answer == lease_conflict || answer == lease_failed)
		wait_a_period(l, now_ms, random);
}

/* The time counts from before the request: nobody knows when in between it took effect. */
void lease_take_write(struct lease *l, enum lease_answer answer, const struct lease_record *record, int64_t now_ms,
		      uint32_t random)
{
	l->absent = false;
	l->fresh = answer == lease_ok;
	if (answer != lease_ok) {
		wait_a_period(l, now_ms, random);
		if (answer == lease_conflict && (l->leads || l->stopping))
			l->next_ms = now_ms;
		return;
	}
	see(l, record, l->asked_ms);
	l->seen_ms = l->asked_ms;
	if (l->stopping) {
		l->released = true;
		return;
	}
	l->leads = is_ours(l);
	l->leads_until_ms = l->asked_ms + lease_renew_ms;
	wait_a_period(l, l->asked_ms, random);
}

bool lease_may_write(const struct lease *l, int64_t now_ms)
{
	return l->leads && !l->stopping && now_ms < l->leads_until_ms;
}

void lease_stop(struct lease *l)
{
	l->stopping = true;
}
