/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who leads: the algorithm of client-go's tools/leaderelection as a state
 * machine without I/O, clock or randomness. Its owner asks lease_next what to
 * do, does it, and tells what came of it.
 *
 * Only changes of the record and our own clock count, never the times in it, so clocks may differ. Times are milliseconds of
 * CLOCK_BOOTTIME: a pause of the machine counts.
 *
 * There is no fencing in Kubernetes: an old leader's request may arrive after
 * the new leader's first. So every write is asked for with lease_may_write, and
 * is safe to do twice.
 */
#ifndef MPICC_CONTROLLER_ELECT_LEASE_H
#define MPICC_CONTROLLER_ELECT_LEASE_H

#include "lib/base/buf.h"

enum {
	lease_duration_ms = 15000,
	lease_renew_ms = 10000,      /* who could not renew for so long leads no more */
	lease_retry_ms = 2000,
	lease_holder_size = 320,     /* host name, "_" and a random UUID */
	lease_version_size = 64,
	lease_time_size = 40
};

/* spec of a coordination.k8s.io/v1 Lease, and its resourceVersion. */
struct lease_record {
	char holder[lease_holder_size];
	char version[lease_version_size];
	char acquired[lease_time_size]; /* as the holder wrote it; kept while the holder stays */
	char renewed[lease_time_size];
	int64_t duration_s;
	int64_t transitions;
};

struct lease {
	char identity[lease_holder_size];
	struct lease_record seen;   /* the record as last seen */
	bool has_seen;
	int64_t seen_ms;            /* when it was first seen so */
	int64_t asked_ms;           /* when the request that runs was sent */
	int64_t leads_until_ms;     /* while we lead: last successful renewal + lease_renew_ms */
	int64_t next_ms;            /* not to ask again before */
	bool leads;
	bool fresh;                 /* `seen` is what a write may build on */
	bool absent;                /* a read has just shown that there is no lease */
	bool stopping, released;
};

enum lease_wish {
	lease_wait,    /* nothing before `at_ms` */
	lease_read,    /* GET it */
	lease_create,  /* POST `record` */
	lease_write,   /* PUT `record`, whose version is the condition */
	lease_lost,    /* we led and do no more: end at once */
	lease_over     /* after lease_stop: nothing is left to do */
};

struct lease_step {
	enum lease_wish wish;
	int64_t at_ms;
	struct lease_record record; /* to be written */
};

enum lease_answer { lease_ok, lease_not_found, lease_conflict, lease_failed };

/* `identity` is unique to the process. */
void lease_init(struct lease *l, const char *identity);

/* `wall_ms` goes into the record, for people. `random` spreads contenders. To be asked when no request runs. */
struct lease_step lease_next(struct lease *l, int64_t now_ms, int64_t wall_ms, uint32_t random);

/* Outcomes. Of a read or a successful write, `record` is what the apiserver answered; else NULL. */
void lease_take_read(struct lease *l, enum lease_answer answer, const struct lease_record *record, int64_t now_ms,
		     uint32_t random);
void lease_take_write(struct lease *l, enum lease_answer answer, const struct lease_record *record, int64_t now_ms,
		      uint32_t random);

/* To be asked before each write. */
bool lease_may_write(const struct lease *l, int64_t now_ms);

/* Gives the lease back, once all work has stopped; from now on nothing may be written. */
void lease_stop(struct lease *l);

/* A Lease object's JSON -> record, tolerant: what is missing is empty. False when it is none. */
bool lease_record_read(struct str object, struct lease_record *out);
/* The object to send. `namespace` and `name` as configured. */
void lease_record_write(struct buf *out, const char *namespace, const char *name, const struct lease_record *record);

#endif
