/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions, memory and time: counting them, and stopping for good what used them up. */
#include <time.h>

#include "compiler/script/script_state.h"

/* Work in C is charged as instructions; copying memory at this many bytes each. */
enum { bytes_per_instruction = 32, churn_step = 16 << 20, long_memory = 4 << 20, collect_from = 1 << 20 };

/* The thread's processor time: what a script may do must not depend on how busy the machine is. */
static int64_t clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static enum script_stop used_up(const struct script *s)
{
	uint64_t copied = s->instance->pool.churn / bytes_per_instruction;

	if (s->instructions + copied > s->limits.instructions)
		return stop_instructions;
	if (clock_now() - s->began > (int64_t)s->limits.milliseconds * 1000000)
		return stop_time;
	return stop_none;
}

_Noreturn void budget_stop(lua_State *L, enum script_stop why)
{
	struct script *s = script_of(L);

	if (!s->stop) {
		s->stop = why;
		script_trace(L, s);
	}
	lua_sethook(L, lua_gethook(L), LUA_MASKCOUNT, 1); /* whoever catches the error gets it again at once */
	lua_pushlightuserdata(L, s);
	lua_error(L);
	__builtin_unreachable();
}

/* With much memory in use, one instruction (comparing two long strings) can take long, so the hook looks more often. */
static int next_step(const struct script *s)
{
	uint64_t step = s->instance->pool.now.used > long_memory ? script_step / 20 : script_step;

	if (s->stop || s->instructions >= s->limits.instructions)
		return 1;
	if (s->limits.instructions - s->instructions < step)
		step = s->limits.instructions - s->instructions + 1;
	return (int)step;
}

static void count(lua_State *L, lua_Debug *ar)
{
	struct script *s = script_of(L);
	enum script_stop why;

	(void)ar;
	s->instructions += (uint64_t)s->step;
	why = s->stop ? s->stop : used_up(s);
	if (why)
		budget_stop(L, why);
	/* Most scripts end before a collection would pay. */
	if (s->instance->pool.now.used > collect_from && !lua_gc(L, LUA_GCISRUNNING))
		lua_gc(L, LUA_GCRESTART);
	s->step = next_step(s);
	lua_sethook(L, count, LUA_MASKCOUNT, s->step);
}

void budget_charge(lua_State *L, uint64_t instructions)
{
	struct script *s = script_of(L);
	enum script_stop why = s->stop;

	s->instructions += instructions;
	if (!why && (instructions >= script_step || s->instructions > s->limits.instructions))
		why = used_up(s);
	if (why)
		budget_stop(L, why);
}

/* Much copying, and collections that find little, take time but no instructions: the hook is to look at the clock at once. */
void budget_allocated(struct script *s, bool refused)
{
	size_t churn = s->instance->pool.churn;

	if (!refused && churn - s->churn_seen < churn_step)
		return;
	s->churn_seen = churn;
	if (!lua_gethook(s->L))
		return;
	if (refused && !s->stop)
		script_trace(s->L, s); /* no message handler runs when memory is used up; looking at the stack allocates nothing */
	s->step = 1;
	lua_sethook(s->L, count, LUA_MASKCOUNT, 1);
}

void budget_start(struct script *s)
{
	s->instructions = 0;
	s->began = clock_now(); /* what passes outside of Lua from here on is little, and asking again takes a system call each time */
	s->churn_seen = 0;
}

void budget_enter(struct script *s)
{
	s->frame_count = 0;
	s->step = next_step(s);
	lua_sethook(s->L, count, LUA_MASKCOUNT, s->step);
}

void budget_leave(struct script *s)
{
	lua_sethook(s->L, NULL, 0, 0);
}
