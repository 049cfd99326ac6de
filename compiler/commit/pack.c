/* SPDX-License-Identifier: Apache-2.0 */
/* Objects in, packs out (git's Documentation/gitformat-pack: version 2). */
#include "compiler/commit/pack.h"

#include <string.h>

#include <zlib.h>

#include "compiler/commit/delta.h"
#include "compiler/commit/object_hash.h"
#include "compiler/commit/oid_set.h"
#include "compiler/commit/pack_file.h"

enum { offset_delta = 6, kins_max = 64, first_size_max = 4 << 20 };

static const size_t pack_max = (size_t)16 << 30;

/* Objects that are likely alike: the first is whole, and the others are told in terms of it, so that no chain grows. */
struct kin {
	struct str name, base;
	size_t offset;             /* of the first, in the pack */
	struct delta_index *index; /* NULL until there is a second */
};

/* zlib clears its tables before each text. For most texts small ones do. */
enum { small_max = 4096, small_window_bits = 12, small_memory = 4 };

struct pack {
	struct git_session *session;
	struct pack_file *file;
	struct buf *bytes, *delta;
	uint32_t count;        /* objects in `bytes` */
	size_t size, size_max; /* of those objects; when to begin another pack, so that there is one to index and one to make */
	struct oid_set members; /* of all packs */
	struct kin *kins;
	uint32_t kin_count;
	z_stream deflate, deflate_small;
};

static void end_deflate(void *payload)
{
	deflateEnd(payload);
}

static void start_deflate(struct pack *p, z_stream *z, int window_bits, int memory)
{
	struct slot *slot = slot_new(p->session->scratch, end_deflate);

	if (deflateInit2(z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits, memory, Z_DEFAULT_STRATEGY) != Z_OK)
		arena_out_of_memory(p->session->scratch);
	slot->handle = z;
}

struct pack *pack_new(struct git_session *s, bool whole)
{
	struct pack *p = arena_new(s->scratch, struct pack);

	p->session = s;
	p->members.arena = s->scratch;
	p->bytes = scratch_buf(s->scratch, pack_max);
	p->delta = scratch_buf(s->scratch, pack_max);
	p->kins = arena_array(s->scratch, struct kin, kins_max);
	p->file = pack_file_new(s, pack_max);
	p->size_max = whole ? SIZE_MAX : first_size_max;
	buf_add(p->bytes, PACK_START);
	start_deflate(p, &p->deflate, MAX_WBITS, 8);
	start_deflate(p, &p->deflate_small, small_window_bits, small_memory);
	return p;
}

/* Type and size: four bits of the size beside the type, then seven a byte, least first. */
static void put_header(struct buf *out, unsigned type, size_t size)
{
	unsigned byte = type << 4 | (unsigned)(size & 15);

	for (size >>= 4; size; size >>= 7) {
		buf_putc(out, (char)(byte | 0x80));
		byte = (unsigned)(size & 0x7F);
	}
	buf_putc(out, (char)byte);
}

/* How far before this object its base begins: seven bits a byte, most first, each but the last one less than it says. */
static void put_distance(struct buf *out, size_t distance)
{
	char text[10], *end = text + sizeof(text), *at = end;

	*--at = (char)(distance & 0x7F);
	while (distance >>= 7)
		*--at = (char)(0x80 | (--distance & 0x7F));
	buf_add(out, (struct str){at, (size_t)(end - at)});
}

static int put_deflated(struct pack *p, struct str bytes, struct error *err)
{
	z_stream *z = bytes.length <= small_max ? &p->deflate_small : &p->deflate;
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

static int put_whole(struct pack *p, git_object_t type, struct str bytes, struct error *err)
{
	put_header(p->bytes, (unsigned)type, bytes.length);
	return put_deflated(p, bytes, err);
}

/* NULL: there are too many to keep. */
static struct kin *kin_of(struct pack *p, struct str name, struct str bytes)
{
	struct kin *new;

	for (uint32_t i = 0; i < p->kin_count; i++)
		if (str_equal(p->kins[i].name, name))
			return &p->kins[i];
	if (p->kin_count == kins_max)
		return NULL;
	new = &p->kins[p->kin_count++];
	*new = (struct kin){name, bytes, p->bytes->length, NULL};
	return new;
}

/* A blob that is alike another one: what differs, when that is less than half of it. */
static int put_blob(struct pack *p, struct str bytes, struct str name, struct error *err)
{
	size_t offset = p->bytes->length;
	struct kin *kin = kin_of(p, name, bytes);

	if (!kin || kin->offset == offset)
		return put_whole(p, GIT_OBJECT_BLOB, bytes, err);
	if (!kin->index)
		kin->index = delta_index_new(p->session->scratch, kin->base);
	buf_clear(p->delta);
	if (!kin->index || !delta_make(kin->index, bytes, bytes.length / 2, p->delta))
		return put_whole(p, GIT_OBJECT_BLOB, bytes, err);
	put_header(p->bytes, offset_delta, p->delta->length);
	put_distance(p->bytes, offset - kin->offset);
	return put_deflated(p, buf_str(p->delta), err);
}

/* What is in the pack so far goes to the repository while another one, twice as large, is made. */
static int hand_over(struct pack *p, struct error *err)
{
	if (pack_file_put(p->file, p->bytes, p->count, err) < 0)
		return -1;
	buf_add(p->bytes, PACK_START);
	p->kin_count = p->count = 0;
	p->size = 0;
	p->size_max *= 2;
	return 0;
}

/* Whether it is to be written; *out_id in any case. Negative: failed. */
static int is_new(struct pack *p, git_object_t type, struct str bytes, git_oid *out_id, struct error *err)
{
	if (object_hash_id(p->session->hash, type, bytes, out_id, err) < 0)
		return -1;
	if (git_odb_exists_ext(p->session->odb, out_id, GIT_ODB_LOOKUP_NO_REFRESH))
		return refresh(p, type, bytes, err);
	if (!oid_set_add(&p->members, out_id))
		return 0;
	if (p->size > p->size_max && hand_over(p, err) < 0)
		return -1;
	p->size += bytes.length;
	p->count++;
	return 1;
}

int pack_add(struct pack *p, git_object_t type, struct str bytes, git_oid *out_id, struct error *err)
{
	int new = is_new(p, type, bytes, out_id, err);

	return new > 0 ? put_whole(p, type, bytes, err) : new;
}

int pack_add_blob(struct pack *p, struct str bytes, struct str name, git_oid *out_id, struct error *err)
{
	int new = is_new(p, GIT_OBJECT_BLOB, bytes, out_id, err);

	return new > 0 ? put_blob(p, bytes, name, err) : new;
}

int pack_store(struct pack *p, struct error *err)
{
	if (p->members.count == 0)
		return 0;
	return pack_file_put_last(p->file, p->bytes, p->count, err);
}
