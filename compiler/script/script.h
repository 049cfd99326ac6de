/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script: the only folder that knows Lua. Runs one Lua text in an interpreter
 * of its own and turns trees into tables and back.
 *
 * A script sees allow-listed globals only: no clock, no randomness, no I/O, no
 * load. `pairs` visits keys in sorted order. Instructions, memory and time are
 * limited (struct script_limits); going over is E0502, which the program turns
 * into exit code 4. The same input gives the same result, always.
 *
 * Values: maps and lists become tables (a list's table is marked, so that an
 * emptied list stays a list), integers stay integers, a float without a
 * fraction comes back as an integer, null is the global `null`, assigning nil
 * deletes. A new empty table becomes what Kubernetes has under that name
 * (script_list_fields.def): list or map. array{…} makes a list explicitly.
 */
#ifndef MPICC_SCRIPT_SCRIPT_H
#define MPICC_SCRIPT_SCRIPT_H

#include "lib/tree/node.h"
#include "lib/base/diag.h"

struct script;
struct script_cache;

struct script_limits {
	uint64_t instructions; /* of the Lua virtual machine, for one script and job */
	size_t bytes;	       /* of Lua's memory */
	uint32_t milliseconds; /* of processor time */
};

/*
 * Makes an interpreter and runs `source` in it; its value (a table or a
 * function) is kept. `user` is the place that named the script, shown beside
 * the script's own line when something goes wrong. The interpreter is closed
 * with the arena. False: a diagnostic was reported.
 */
bool script_open(const struct source *source, struct place user, const struct script_limits *limits, struct arena *a,
		 struct diag_list *diags, struct script **out);

/*
 * The same, faster when a text is run for many jobs: the cache keeps parsed
 * texts. Each script still begins with an interpreter nobody has touched. The
 * cache lives in an arena that outlives all its scripts, and serves one thread.
 */
struct script_cache *script_cache_new(struct arena *a);
bool script_open_cached(struct script_cache *cache, const struct source *source, struct place user,
			const struct script_limits *limits, struct arena *a, struct diag_list *diags, struct script **out);

/* Gives the interpreter's memory back before the arena ends; trees that came out of it stay. */
void script_close(struct script *s);

/* A field of the kept table as a tree; NULL when it is absent or a function. */
struct node *script_field(struct script *s, const char *field);

/* Whether the kept value can be called under that name: a function in the table, or for NULL the value itself. */
bool script_has(struct script *s, const char *function);

/*
 * Calls it with `args`. The first result comes back as a tree; where the
 * function returned nothing (or nil), the first argument as the function left
 * it; without arguments, null. Parts that came from the arguments keep their
 * places, and unchanged parts of `args[0]` are its nodes, so it must not be
 * changed any more; new parts get the place of the function. A result that is
 * an empty table is a list when `args[0]` is one or `function` is the name of
 * a list field. False: a diagnostic was reported, *out is untouched.
 */
bool script_call(struct script *s, const char *function, const struct node *const *args, uint32_t count, struct node **out);

/* Whether a field of that name holds a list in Kubernetes' built-in kinds. */
bool script_list_field(struct str name);

#endif
