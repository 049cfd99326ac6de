/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of compiler/script: the open script, and what its parts ask of each
 * other. Functions that take a lua_State run under lua_pcall: they may raise
 * Lua errors and may not touch an arena, whose jump would pass over Lua.
 * Functions that take a struct script alone are the other way round.
 */
#ifndef MPICC_SCRIPT_SCRIPT_STATE_H
#define MPICC_SCRIPT_SCRIPT_STATE_H

#include <lauxlib.h>
#include <lua.h>

#include "compiler/script/script.h"
#include "compiler/script/script_pool.h"

enum script_stop { stop_none, stop_instructions, stop_memory, stop_time, stop_stack, stop_heap };

enum { script_frames_max = 4, script_depth_max = 100, script_step = 1000 };

struct script_frame {
	int line;
	char function[48]; /* empty for the file itself */
};

/* An interpreter with the allowed globals and the parsed script, ready to run. */
struct script_instance {
	struct script_instance *next; /* in the cache */
	struct pool pool;
	lua_State *L;
	char *chunk_name;      /* "@name", ends in NUL */
	struct str name, text; /* the source's, copied behind chunk_name */
};

struct script {
	lua_State *L; /* NULL when closed */
	struct script_instance *instance;
	struct script_cache *cache;
	const struct source *source;
	struct place user;
	struct script_limits limits;
	struct arena *arena;
	struct diag_list *diags;

	enum script_stop stop;			       /* once set, nothing in the interpreter runs any more */
	uint64_t instructions;			       /* used so far */
	int step;				       /* instructions until the hook runs */
	size_t churn_seen;			       /* of the pool's */
	int64_t began;				       /* nanoseconds, of the thread's processor time */
	struct script_frame frames[script_frames_max]; /* of the last error */
	unsigned frame_count;
	int defined_line; /* of the function that was called last; 0 when unknown */
};

/* Keys of the registry. */
extern const char key_chunk, key_value, key_warnings, key_lazy, key_list, key_failure, key_refusal;

static inline struct script *script_of(lua_State *L)
{
	return *(struct script **)lua_getextraspace(L);
}

/* script_instance.c */
/* False: no memory, s->stop says whose. `status` is of the parsing; its error is on the stack. */
bool instance_take(struct script_cache *cache, struct script *s, int *status);
void instance_give(struct script_cache *cache, struct script_instance *instance);

/* script_budget.c */
void budget_start(struct script *s);
void budget_enter(struct script *s);
void budget_leave(struct script *s);
void budget_allocated(struct script *s, bool refused);	 /* from the allocator */
void budget_charge(lua_State *L, uint64_t instructions); /* for work done in C; raises when used up */
_Noreturn void budget_stop(lua_State *L, enum script_stop why);

/* script_error.c */
int script_traceback(lua_State *L); /* a message handler */
void script_trace(lua_State *L, struct script *s);
bool script_report(struct script *s, int status); /* takes the error off the stack; always false */
/* Raises a table with the message on top of the stack and the metatable kept under `key`; such errors have codes of their own. */
_Noreturn void script_raise(lua_State *L, const char *key);
/* E0510: the script reached for what scripts do not have. */
int script_deny(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));
void script_report_warnings(struct script *s);
struct place script_line(const struct script *s, int line);
struct diag *script_diag(struct script *s, enum diag_code code, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
struct str script_clean(struct arena *a, struct str text); /* for messages: one line, printable */

/* script_guard.c: functions of Lua's libraries, charged for the length of what they are given */
void guard_push(lua_State *L, lua_CFunction fn);	 /* strings */
void guard_copy(lua_State *L, const char *const *names); /* as copy in script_globals.c */
int guard_call(lua_State *L, uint64_t instructions);	 /* charges, then calls upvalue 1 in the same frame */

/* script_globals.c and the libraries; each pushes or fills the table on top of the stack */
void globals_open(lua_State *L);
void base_open(lua_State *L);
void table_open(lua_State *L);
void string_open(lua_State *L);

/* script_base.c */
int base_tostring(lua_State *L);
void base_push_text(lua_State *L, int index); /* what tostring gives, without addresses */

/* script_push.c */
void tree_push(lua_State *L, const struct node *n, bool shared);
void tree_open(lua_State *L);		 /* the metatables */
void tree_fill(lua_State *L, int index); /* a table that was not looked into yet gets its fields */
bool tree_is_list(lua_State *L, int index);
void tree_mark_list(lua_State *L, int index);
void tree_copy_mark(lua_State *L, int from, int to);
bool tree_hidden_key(lua_State *L, int index);
/* The node a table was made from, or NULL. `shared`: the node may become part of a result as it is. */
const struct node *tree_origin(lua_State *L, int index, bool *shared, bool *untouched);
void tree_taken(lua_State *L, int index); /* from now on the node is copied */

/* script_pull.c: the value on top of the stack, which is emptied; NULL when a diagnostic was reported */
struct node *tree_pull(struct script *s, enum node_kind empty);

#endif
