/* SPDX-License-Identifier: Apache-2.0 */
/* A transport of libgit2's over a child's standard input and output. */
#include "compiler/commit/push_local.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static struct push_local *local_of(git_smart_subtransport_stream *stream)
{
	return (struct push_local *)(void *)((char *)stream - offsetof(struct push_local, stream));
}

static struct push_local *local_of_transport(git_smart_subtransport *transport)
{
	return (struct push_local *)(void *)((char *)transport - offsetof(struct push_local, transport));
}

static int stream_read(git_smart_subtransport_stream *stream, char *bytes, size_t max, size_t *out_read)
{
	ssize_t n = child_read(&local_of(stream)->child, bytes, max);

	*out_read = n < 0 ? 0 : (size_t)n;
	return n < 0 ? -1 : 0;
}

static int stream_write(git_smart_subtransport_stream *stream, const char *bytes, size_t length)
{
	return child_write(&local_of(stream)->child, (struct str){bytes, length}) ? 0 : -1;
}

static void stream_free(git_smart_subtransport_stream *stream)
{
	struct push_local *local = local_of(stream);

	if (local->child.pid)
		child_end(&local->child, local->complaint, sizeof(local->complaint));
}

/* What comes after a …_LS goes on in the same conversation. */
static int start(git_smart_subtransport_stream **out, git_smart_subtransport *transport, const char *url,
		 git_smart_service_t service)
{
	struct push_local *local = local_of_transport(transport);
	bool receives = service == GIT_SERVICE_RECEIVEPACK_LS || service == GIT_SERVICE_RECEIVEPACK;
	const char *arguments[] = {"git", receives ? "receive-pack" : "upload-pack", local->path, NULL};
	int failed;

	(void)url;
	*out = &local->stream;
	if (local->child.pid && (service == GIT_SERVICE_RECEIVEPACK || service == GIT_SERVICE_UPLOADPACK))
		return 0;
	failed = child_start(&local->child, arguments, local->environment, child_stderr_kept);
	if (failed)
		snprintf(local->complaint, sizeof(local->complaint), "git, which this needs, cannot be started: %s",
			 strerror(-failed));
	return failed ? -1 : 0;
}

static int transport_close(git_smart_subtransport *transport)
{
	stream_free(&local_of_transport(transport)->stream);
	return 0;
}

static void transport_free(git_smart_subtransport *transport)
{
	stream_free(&local_of_transport(transport)->stream);
}

static int transport_new(git_smart_subtransport **out, git_transport *owner, void *payload)
{
	struct push_local *local = payload;

	(void)owner;
	local->transport = (git_smart_subtransport){start, transport_close, transport_free};
	local->stream = (git_smart_subtransport_stream){&local->transport, stream_read, stream_write, stream_free};
	*out = &local->transport;
	return 0;
}

int push_local_transport(git_transport **out, git_remote *owner, struct push_local *local)
{
	local->definition = (git_smart_subtransport_definition){.callback = transport_new, .rpc = 0, .param = local};
	return git_transport_smart(out, owner, &local->definition);
}
