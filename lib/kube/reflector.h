/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps a set of objects as the server has it: one long watch, which sends the
 * whole set first (WatchList, KEP-3157); where that fails, a LIST in pages and a
 * watch from there. A state machine without I/O, clock or randomness: its owner
 * asks reflector_next what to do, does it, and tells what came of it.
 *
 *     start ──▶ WatchList ──bookmark──▶ following ──410──▶ start
 *                   │ refused               ▲
 *                   └──────▶ LIST ──▶ watch ┘
 *
 * Times are milliseconds of any monotonic clock.
 */
#ifndef MPICC_KUBE_REFLECTOR_H
#define MPICC_KUBE_REFLECTOR_H

#include "lib/kube/backoff.h"
#include "lib/kube/kube_status.h"
#include "lib/kube/list_split.h"
#include "lib/kube/watch_event.h"

/*
 * Who keeps the objects. A negative return means "I could not": everything is fetched anew.
 * Raw texts are borrowed for the call. Events may come twice, and older ones after newer ones.
 */
struct reflector_sink {
	void *payload;
	/* A complete set follows, to be gathered beside the old one. A second begin voids what the first had gathered. */
	int (*begin)(void *payload);
	/* Added or changed; between begin and commit it belongs to what is gathered. Compare uids: a namesake is another object. */
	int (*upsert)(void *payload, struct str object);
	/* Gone, or no longer selected: never take it for "does not exist" without asking the server. */
	int (*remove)(void *payload, struct str object);
	/* What was gathered is complete and takes the old one's place: what is not in it is gone. */
	int (*commit)(void *payload);
};

enum {
	reflector_watch_min_s = 300,              /* timeoutSeconds is random in 5 to 10 minutes, as client-go's */
	reflector_watch_spread_s = 300,
	reflector_idle_margin_ms = 5000,          /* beyond timeoutSeconds, for a peer that fell silent */
	reflector_initial_idle_ms = 30000,        /* since the last initial event: then LIST instead */
	reflector_initial_max_ms = 180000,        /* and in all: a server that knows no end of them sends news for ever */
	reflector_list_idle_ms = 60000,           /* since the last item */
	reflector_short_watch_ms = 1000,          /* a watch without events that ends sooner is an error */
	reflector_long_watch_ms = 5000,           /* one that was cut off later is resumed at once */
	reflector_page = 500
};

enum reflector_state { reflector_idle, reflector_initial, reflector_listing, reflector_following };

/* For metrics; each only grows. */
struct reflector_counts {
	uint64_t events, items, bad_events;
	uint64_t watches, lists;   /* requests that were asked for */
	uint64_t fallbacks;        /* from WatchList to LIST */
	uint64_t expired;          /* 410 and "too large resource version", wherever they came from */
	uint64_t failures;         /* requests that did not end as they should */
};

struct reflector {
	struct reflector_sink sink;
	enum reflector_state state;   /* of the request that runs; idle when none does */
	struct reflector_counts counts;
	struct backoff backoff;

	char version[list_version_max];      /* to go on from; "" when unknown or refused */
	char page_version[list_version_max]; /* of the LIST that is coming in */
	char token[list_continue_max];       /* of the next page; "": the first one */
	bool by_list;      /* this time without WatchList */
	bool unpaged;      /* the next LIST in one piece */
	bool has_set;      /* a set is committed, and `version` is where to follow it from */
	bool is_synced;    /* a set was committed at some time */
	bool page_done;    /* the end of the LIST's body has been read */
	bool give_up;      /* the request that runs is to be cancelled */
	struct kube_status why; /* of give_up */
	int64_t not_before;     /* of the next request */
	int64_t started;        /* of the request that runs */
	int64_t quiet_until;    /* when it has been silent for too long */
	int64_t watch_until;    /* when it must have ended */
	uint64_t events_before; /* counts.events when it began */
};

struct reflector_query {
	bool watch;
	bool send_initial_events;  /* with resourceVersionMatch=NotOlderThan */
	const char *resource_version; /* NULL: not to be sent; "" is sent as it is */
	const char *continue_token;   /* NULL: not to be sent */
	unsigned limit;               /* 0: not to be sent */
	unsigned timeout_seconds;     /* of a watch; 0: not to be sent */
};

enum reflector_wish {
	reflector_wait,   /* nothing to do before `at` */
	reflector_start,  /* start the request of `query`; borrowed until the next call */
	reflector_cancel  /* cancel the request that runs, and ask again */
};

struct reflector_step {
	enum reflector_wish wish;
	int64_t at;
	struct reflector_query query;
};

void reflector_init(struct reflector *r, const struct reflector_sink *sink);

/* To be asked at the start, after each of the calls below, and when `at` has come. */
struct reflector_step reflector_next(struct reflector *r, int64_t now, uint32_t random);

/* What the request that runs has brought. After give_up they do nothing. */
void reflector_take_event(struct reflector *r, int64_t now, const struct watch_event *event);
void reflector_take_bad_event(struct reflector *r, const char *message); /* a line that was none */
void reflector_take_item(struct reflector *r, int64_t now, struct str item);
void reflector_take_page(struct reflector *r, const struct list_page *page); /* the end of a LIST's body */
/* It is over; code ok when it ended as it should. A LIST that ends so without reflector_take_page was cut off. */
void reflector_take_end(struct reflector *r, int64_t now, uint32_t random, const struct kube_status *status);

#endif
