/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source text -> an interpreter with the allowed globals and the parsed text.
 * With a cache, the interpreter is put back into that state after use and
 * serves the next script_open of the same text: each sees the same memory,
 * whatever the one before did.
 */
#include <string.h>

#include "compiler/script/script_state.h"
#include "lib/base/alloc.h"

enum { source_max = 1 << 20 };

struct script_cache {
	struct script_instance *idle;
};

const char key_chunk, key_value, key_warnings;

static void instance_free(struct script_instance *i)
{
	pool_release(&i->pool); /* and lua_close would do no more: the only finalizers free memory of the pool */
	mem_free(i->chunk_name);
	mem_free(i);
}

static void cache_release(void *payload)
{
	struct script_cache *cache = payload;

	while (cache->idle) {
		struct script_instance *next = cache->idle->next;

		instance_free(cache->idle);
		cache->idle = next;
	}
}

struct script_cache *script_cache_new(struct arena *a)
{
	struct script_cache *cache = arena_new(a, struct script_cache);

	arena_defer(a, cache_release, cache);
	return cache;
}

static void *allocate(void *payload, void *old, size_t old_size, size_t size)
{
	struct pool *pool = payload;
	struct script_instance *i = (struct script_instance *)((char *)pool - offsetof(struct script_instance, pool));
	void *out = pool_resize(pool, old, old_size, size);

	if (i->L && script_of(i->L))
		budget_allocated(script_of(i->L), !out && size);
	return out;
}

static bool copy_source(struct script_instance *i, const struct source *source)
{
	char *bytes = mem_alloc(source->name.length + 2 + source->text.length);

	if (!bytes)
		return false;
	i->chunk_name = bytes;
	*bytes++ = '@';
	i->name = (struct str){bytes, source->name.length};
	i->text = (struct str){bytes + source->name.length + 1, source->text.length};
	if (source->name.length)
		memcpy(bytes, source->name.data, source->name.length);
	bytes[source->name.length] = '\0';
	if (source->text.length)
		memcpy(bytes + source->name.length + 1, source->text.data, source->text.length);
	return true;
}

/* NULL: see *why. */
static struct script_instance *instance_new(const struct source *source, size_t limit, enum script_stop *why)
{
	struct script_instance *i = mem_alloc(sizeof(*i));

	*why = stop_heap;
	if (!i)
		return NULL;
	*i = (struct script_instance){0};
	pool_init(&i->pool, limit);
	if (copy_source(i, source)) {
		i->L = lua_newstate(allocate, &i->pool);
		*why = i->pool.heap_empty ? stop_heap : stop_memory;
	}
	if (i->L)
		return i;
	instance_free(i);
	return NULL;
}

/* Keeps the parsed text in the registry. */
static int build(lua_State *L)
{
	const struct script_instance *i = script_of(L)->instance;

	lua_gc(L, LUA_GCSTOP);
	globals_open(L);
	lua_gc(L, LUA_GCCOLLECT); /* so that the text is parsed into what the libraries left, and less is copied */
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key_warnings);
	if (i->text.length > source_max)
		luaL_error(L, "a script may have at most %d bytes", source_max);
	if (i->text.length && i->text.data[0] == LUA_SIGNATURE[0])
		script_deny(L, "compiled Lua is not accepted, for nothing checks it: scripts are texts");
	if (luaL_loadbufferx(L, i->text.data, i->text.length, i->chunk_name, "t"))
		lua_error(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key_chunk);
	return 0;
}

static struct script_instance *idle_take(struct script_cache *cache, const struct source *source)
{
	for (struct script_instance **link = &cache->idle; *link; link = &(*link)->next) {
		struct script_instance *i = *link;

		if (!str_equal(i->text, source->text) || !str_equal(i->name, source->name))
			continue;
		*link = i->next;
		return i;
	}
	return NULL;
}

static void adopt(struct script *s, struct script_instance *i)
{
	s->instance = i;
	s->L = i->L;
	*(struct script **)lua_getextraspace(i->L) = s;
}

static void build_protected(struct script *s, int *status)
{
	int result;

	lua_pushcfunction(s->L, build);
	result = lua_pcall(s->L, 0, 0, 0);
	pool_seal(&s->instance->pool);
	if (result == LUA_OK && s->cache && !pool_save(&s->instance->pool)) {
		s->instance->pool.heap_empty = true;
		result = LUA_ERRMEM;
	}
	*status = result;
}

bool instance_take(struct script_cache *cache, struct script *s, int *status)
{
	struct script_instance *i = cache ? idle_take(cache, s->source) : NULL;
	enum script_stop why;

	*status = LUA_OK;
	if (i) {
		i->pool.limit = s->limits.bytes;
		adopt(s, i);
		return true;
	}
	i = instance_new(s->source, s->limits.bytes, &why);
	s->stop = i ? stop_none : why;
	if (!i)
		return false;
	adopt(s, i);
	build_protected(s, status);
	return true;
}

void instance_give(struct script_cache *cache, struct script_instance *i)
{
	if (!cache || !i->pool.is_saved) {
		instance_free(i);
		return;
	}
	pool_restore(&i->pool);
	*(struct script **)lua_getextraspace(i->L) = NULL; /* the copy has the script that made it */
	i->next = cache->idle;
	cache->idle = i;
}
