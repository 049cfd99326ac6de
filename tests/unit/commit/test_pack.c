/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/pack.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/unit/commit/sandbox.h"

static void open_session(struct sandbox *s, struct git_session *session)
{
	if (git_session_open(&s->arena, s->request.repository, session, &s->err) < 0)
		fail_msg("%s", s->err.message);
}

TEST(objects_are_packed_once)
{
	SANDBOX(s);
	struct git_session session;
	struct pack *pack;
	git_oid id, again;

	open_session(&s, &session);
	pack = pack_new(&session, false);
	assert_int_equal(pack_add(pack, GIT_OBJECT_BLOB, STR("x"), &id, &s.err), 0);
	assert_int_equal(pack_add(pack, GIT_OBJECT_BLOB, STR("x"), &again, &s.err), 0);
	assert_true(git_oid_equal(&id, &again));
	assert_int_equal(pack_store(pack, &s.err), 0);
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e count -e in-pack"), "count: 0\nin-pack: 1");
	pack = pack_new(&session, false);
	assert_int_equal(pack_add(pack, GIT_OBJECT_BLOB, STR("x"), &again, &s.err), 0);
	assert_int_equal(pack_store(pack, &s.err), 0);
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e count -e packs: -e in-pack"), "count: 0\nin-pack: 1\npacks: 1");
}

TEST(empty_pack_is_not_stored)
{
	SANDBOX(s);
	struct git_session session;

	open_session(&s, &session);
	assert_int_equal(pack_store(pack_new(&session, false), &s.err), 0);
	assert_str(sh(&s, "find repo/objects -type f"), "");
}

TEST(sizes_around_the_headers_borders_are_right)
{
	SANDBOX(s);
	static const size_t sizes[] = {0, 1, 15, 16, 2047, 2048, 16383, 16384, 16385, 262143, 262144};
	struct git_session session;
	struct pack *pack;
	git_oid id;

	open_session(&s, &session);
	pack = pack_new(&session, false);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		assert_int_equal(
			pack_add(pack, GIT_OBJECT_BLOB, (struct str){arena_alloc(&s.arena, sizes[i]), sizes[i]}, &id, &s.err), 0);
	assert_int_equal(pack_store(pack, &s.err), 0);
	assert_str(sh(&s, "git -C repo cat-file --batch-all-objects --batch-check='%%(objectsize)' | sort -n | tr '\\n' ' '"),
		   "0 1 15 16 2047 2048 16383 16384 16385 262143 262144 ");
	sh(&s, "git -C repo verify-pack repo/objects/pack/*.idx 2>/dev/null || git -C repo fsck --strict");
}

TEST(blobs_of_one_name_share_space_and_come_back)
{
	SANDBOX(s);
	struct str text = STR(""), other;
	struct git_session session;
	struct pack *pack;
	git_oid ids[3];

	for (int i = 0; i < 200; i++)
		text = arena_format(&s.arena, "%.*sline %d\n", STR_ARG(text), i);
	other = arena_format(&s.arena, "%.*sthe end\n", STR_ARG(text));
	open_session(&s, &session);
	pack = pack_new(&session, false);
	assert_int_equal(pack_add_blob(pack, text, STR("config.yaml"), &ids[0], &s.err), 0);
	assert_int_equal(pack_add_blob(pack, STR("unlike"), STR("config.yaml"), &ids[1], &s.err), 0);
	assert_int_equal(pack_add_blob(pack, other, STR("config.yaml"), &ids[2], &s.err), 0);
	assert_int_equal(pack_store(pack, &s.err), 0);
	assert_str(sh(&s, "git verify-pack -v repo/objects/pack/*.idx | grep chain"), "chain length = 1: 1 object");
	assert_str(sh(&s, "git -C repo cat-file blob %s | tail -1", git_oid_tostr_s(&ids[2])), "the end");
	assert_str(sh(&s, "git -C repo cat-file blob %s", git_oid_tostr_s(&ids[1])), "unlike");
}

TEST(many_objects_are_several_packs_and_all_there)
{
	SANDBOX(s);
	enum { blobs = 300, size = 1 << 16 };
	struct git_session session;
	struct pack *pack;
	git_oid id;

	open_session(&s, &session);
	pack = pack_new(&session, false);
	for (int i = 0; i < blobs; i++) {
		char *bytes = arena_alloc(&s.arena, size);

		memset(bytes, 'a' + i % 26, size);
		snprintf(bytes, 16, "%d", i);
		assert_int_equal(pack_add_blob(pack, (struct str){bytes, size}, STR("config.yaml"), &id, &s.err), 0);
	}
	assert_int_equal(pack_store(pack, &s.err), 0);
	assert_true(git_odb_exists(session.odb, &id));
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e in-pack -e packs: -e ^garbage:"), "in-pack: 300\npacks: 3\ngarbage: 0");
	assert_true(sh_succeeds(&s, "git -C repo fsck --strict --no-dangling"));
}

/* The first pack goes by a thread of its own, and what it says is not lost. */
TEST(disk_that_takes_no_packs_is_an_error_for_many_objects_too)
{
	SANDBOX(s);
	enum { blobs = 300, size = 1 << 16 };
	const struct rlimit none = {1 << 10, RLIM_INFINITY};
	struct git_session session;
	struct rlimit before;
	struct pack *pack;
	int status = 0;
	git_oid id;

	open_session(&s, &session);
	pack = pack_new(&session, false);
	getrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_IGN); /* so that writing fails, and does not kill */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	for (int i = 0; i < blobs && status == 0; i++)
		status = pack_add(pack, GIT_OBJECT_BLOB, (struct str){arena_format(&s.arena, "%*d", (int)size, i).data, size}, &id, &s.err);
	status = status ? status : pack_store(pack, &s.err);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(status, -1);
	assert_int_equal(s.err.code, error_git);
	assert_true(strstr(s.err.message, "cannot write to the repository") != NULL);
}

TEST(whole_pack_is_written_at_the_end_only)
{
	SANDBOX(s);
	enum { size = 5 << 20 };
	struct git_session session;
	struct pack *pack;
	git_oid id;

	open_session(&s, &session);
	pack = pack_new(&session, true);
	for (int i = 0; i < 3; i++)
		assert_int_equal(pack_add(pack, GIT_OBJECT_BLOB, (struct str){arena_format(&s.arena, "%*d", (int)size, i).data, size}, &id, &s.err), 0);
	assert_str(sh(&s, "find repo/objects -type f"), "");
	assert_int_equal(pack_store(pack, &s.err), 0);
	assert_str(sh(&s, "git -C repo count-objects -v | grep -e in-pack -e packs:"), "in-pack: 3\npacks: 1");
}
