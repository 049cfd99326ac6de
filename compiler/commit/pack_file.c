/* SPDX-License-Identifier: Apache-2.0 */
/* One pack at a time through libgit2's indexer, beside what makes the next one. */
#include "compiler/commit/pack_file.h"

#include <pthread.h>

#include "compiler/commit/object_hash.h"

enum { id_bytes = 20 };

struct pack_file {
	struct git_session *session;
	struct object_hash *hash; /* the session's is the caller's */
	struct slot *indexer;
	const char *folder;       /* where packs lie */
	struct buf *bytes;
	uint32_t count;
	pthread_t thread;
	bool has_thread;
	int status;
	struct error err;
};

static void join(void *handle)
{
	struct pack_file *f = handle;

	if (f->has_thread)
		pthread_join(f->thread, NULL);
	f->has_thread = false;
}

static void free_indexer(void *handle)
{
	git_indexer_free(handle);
}

struct pack_file *pack_file_new(struct git_session *s, size_t max)
{
	struct pack_file *f = arena_new(s->scratch, struct pack_file);

	f->session = s;
	f->hash = object_hash_new(s->scratch);
	f->bytes = scratch_buf(s->scratch, max);
	f->folder = arena_format(s->scratch, "%sobjects/pack", git_repository_commondir(s->repo)).data;
	f->indexer = slot_new(s->scratch, free_indexer);
	slot_new(s->scratch, join)->handle = f; /* the last one made is the first that ends */
	return f;
}

static int complete(struct pack_file *f, struct error *err)
{
	git_oid checksum;

	for (int i = 0; i < 4 && !f->bytes->failed; i++)
		f->bytes->data[8 + i] = (char)(f->count >> (24 - 8 * i) & 0xFF);
	if (!f->bytes->failed && object_hash_raw(f->hash, buf_str(f->bytes), &checksum, err) < 0)
		return -1;
	buf_add(f->bytes, (struct str){(const char *)checksum.id, id_bytes});
	return f->bytes->failed ? error_no_memory(err) : 0;
}

static int index_pack(struct pack_file *f, struct error *err)
{
	git_indexer_progress progress = {0};
	git_indexer *indexer;
	int code;

	if (complete(f, err) < 0)
		return -1;
	code = git_indexer_new(&indexer, f->folder, 0, NULL, NULL);
	if (code < 0)
		return git_fail(err, code, "cannot write to the repository");
	f->indexer->handle = indexer;
	code = git_indexer_append(indexer, f->bytes->data, f->bytes->length, &progress);
	if (code >= 0)
		code = git_indexer_commit(indexer, &progress);
	if (code < 0)
		return git_fail(err, code, "cannot write to the repository");
	slot_clear(f->indexer);
	return 0;
}

/* Allocates nothing in the session's scratch, which is the caller's. */
static void *run(void *payload)
{
	struct pack_file *f = payload;

	f->status = index_pack(f, &f->err);
	return NULL;
}

static int finish_last(struct pack_file *f, struct error *err)
{
	join(f);
	if (f->status < 0)
		*err = f->err;
	return f->status;
}

static int take_over(struct pack_file *f, struct buf *bytes, uint32_t count, struct error *err)
{
	struct buf empty;

	if (finish_last(f, err) < 0)
		return -1;
	buf_clear(f->bytes);
	empty = *f->bytes;
	*f->bytes = *bytes;
	*bytes = empty;
	f->count = count;
	return 0;
}

int pack_file_put(struct pack_file *f, struct buf *bytes, uint32_t count, struct error *err)
{
	if (take_over(f, bytes, count, err) < 0)
		return -1;
	f->has_thread = pthread_create(&f->thread, NULL, run, f) == 0;
	if (!f->has_thread)
		run(f);
	return 0;
}

int pack_file_put_last(struct pack_file *f, struct buf *bytes, uint32_t count, struct error *err)
{
	int code;

	if (take_over(f, bytes, count, err) < 0 || index_pack(f, err) < 0)
		return -1;
	code = git_odb_refresh(f->session->odb);
	return code < 0 ? git_fail(err, code, "cannot read what was written to the repository") : 0;
}
