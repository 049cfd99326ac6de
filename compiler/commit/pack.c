/* SPDX-License-Identifier: Apache-2.0 */
/* Objects in, one pack out (git's Documentation/gitformat-pack: version 2, whole objects); libgit2 checks and indexes it. */
#include "compiler/commit/pack.h"

#include <string.h>

#include <git2/sys/odb_backend.h>
#include <zlib.h>

#include "compiler/commit/object_hash.h"
#include "compiler/commit/oid_set.h"

enum { header_bytes = 12, id_bytes = 20 };

struct pack {
	struct git_session *session;
	struct buf *bytes;
	struct oid_set members;
	z_stream deflate;
};

static void end_deflate(void *payload)
{
	deflateEnd(payload);
}

struct pack *pack_new(struct git_session *s)
{
	struct slot *slot = slot_new(s->scratch, end_deflate);
	struct pack *p = arena_new(s->scratch, struct pack);

	p->session = s;
	p->members.arena = s->scratch;
	p->bytes = scratch_buf(s->scratch);
	buf_add(p->bytes, STR("PACK\0\0\0\2\0\0\0\0"));
	if (deflateInit(&p->deflate, Z_DEFAULT_COMPRESSION) != Z_OK)
		arena_out_of_memory(s->scratch);
	slot->handle = &p->deflate;
	return p;
}

/* Type and size: four bits of the size beside the type, then seven a byte, least first. */
static void put_header(struct buf *out, git_object_t type, size_t size)
{
	unsigned byte = (unsigned)type << 4 | (unsigned)(size & 15);

	for (size >>= 4; size; size >>= 7) {
		buf_putc(out, (char)(byte | 0x80));
		byte = (unsigned)(size & 0x7F);
	}
	buf_putc(out, (char)byte);
}

static int put_deflated(struct pack *p, struct str bytes, struct error *err)
{
	z_stream *z = &p->deflate;
	size_t left = bytes.length;
	char chunk[16384];
	int code;

	deflateReset(z);
	z->next_in = (Bytef *)(uintptr_t)bytes.data; /* only read; const in zlib.h with ZLIB_CONST alone */
	z->avail_in = 0;
	do {
		uInt more = left > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uInt)left;

		if (z->avail_in == 0) {
			z->avail_in = more;
			left -= more;
		}
		z->next_out = (Bytef *)chunk;
		z->avail_out = sizeof(chunk);
		code = deflate(z, left ? Z_NO_FLUSH : Z_FINISH);
		buf_add(p->bytes, (struct str){chunk, sizeof(chunk) - z->avail_out});
	} while (code == Z_OK || code == Z_BUF_ERROR);
	return code == Z_STREAM_END ? 0 : error_set(err, error_bug, "zlib cannot compress a text (%d)", code);
}

/* libgit2 does not write an object that is there, but renews its age, so that no `git gc` takes it from under us. */
static int refresh(struct pack *p, git_object_t type, struct str bytes, struct error *err)
{
	git_oid id;
	int code = git_odb_write(&id, p->session->odb, bytes.data ? bytes.data : "", bytes.length, type);

	return code < 0 ? git_fail(err, code, "cannot write to the repository") : 0;
}

int pack_add(struct pack *p, git_object_t type, struct str bytes, git_oid *out_id, struct error *err)
{
	if (object_hash_id(p->session->hash, type, bytes, out_id, err) < 0)
		return -1;
	if (git_odb_exists_ext(p->session->odb, out_id, GIT_ODB_LOOKUP_NO_REFRESH))
		return refresh(p, type, bytes, err);
	if (!oid_set_add(&p->members, out_id))
		return 0;
	put_header(p->bytes, type, bytes.length);
	return put_deflated(p, bytes, err);
}

static int finish(struct pack *p, struct error *err)
{
	git_oid checksum;

	if (p->bytes->failed)
		return error_no_memory(err);
	for (int i = 0; i < 4; i++)
		p->bytes->data[8 + i] = (char)(p->members.count >> (24 - 8 * i) & 0xFF);
	if (object_hash_raw(p->session->hash, buf_str(p->bytes), &checksum, err) < 0)
		return -1;
	buf_add(p->bytes, (struct str){(const char *)checksum.id, id_bytes});
	return p->bytes->failed ? error_no_memory(err) : 0;
}

static void free_writer(void *handle)
{
	git_odb_writepack *writer = handle;

	writer->free(writer);
}

int pack_store(struct pack *p, struct error *err)
{
	struct slot *slot = slot_new(p->session->scratch, free_writer);
	git_indexer_progress progress = {0};
	git_odb_writepack *writer;
	int code;

	if (p->members.count == 0)
		return 0;
	if (finish(p, err) < 0)
		return -1;
	code = git_odb_write_pack(&writer, p->session->odb, NULL, NULL);
	if (code < 0)
		return git_fail(err, code, "cannot write to the repository");
	slot->handle = writer;
	code = writer->append(writer, p->bytes->data, p->bytes->length, &progress);
	if (code >= 0)
		code = writer->commit(writer, &progress);
	if (code < 0)
		return git_fail(err, code, "cannot write to the repository");
	slot_clear(slot);
	buf_release(p->bytes);
	return 0;
}
