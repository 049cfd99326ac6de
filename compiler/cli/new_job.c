/* SPDX-License-Identifier: Apache-2.0 */
/* Values, quoted where YAML needs it, between lines that are always the same. */
#include "compiler/cli/new_job.h"

#include "compiler/emit/emit.h"

/* On one line, whatever it is: what the YAML emitter would lay out over several lines stands in JSON's quotes. */
static int add_value(struct buf *out, struct str text, struct error *err)
{
	struct node node = {.kind = node_string, .text = text};
	size_t start = out->length;

	if (emit_yaml(&node, out, err) < 0)
		return -1;
	if (out->failed)
		return error_no_memory(err);
	out->length -= str_ends(buf_str(out), "\n");
	if (str_find(str_slice(buf_str(out), start, out->length), '\n') == SIZE_MAX)
		return 0;
	out->length = start;
	return emit_json(&node, out, err);
}

static int add_line(struct buf *out, const char *key, struct str value, struct error *err)
{
	buf_puts(out, key);
	if (add_value(out, value, err) < 0)
		return -1;
	buf_putc(out, '\n');
	return 0;
}

static const char head[] =
	"# yaml-language-server: $schema=mpicc-yaml.schema.json\n"
	"#\n"
	"# The line above is for editors; `mpicc-yaml schema > mpicc-yaml.schema.json` makes the schema.\n"
	"# `mpicc-yaml explain FIELD` tells about a field, `mpicc-yaml compile FILE` prints what would be applied.\n"
	"apiVersion: mpicc.dev/v1\n"
	"kind: MPIJob\n"
	"metadata:\n";

static const char tail[] =
	"# Ranks that a worker runs; its GPUs when not set, else 1.\n"
	"# slots: 2\n"
	"\n"
	"# What a worker gets.\n"
	"resources:\n"
	"  cpu: 1\n"
	"  memory: 1Gi\n"
	"  # gpu: 1\n"
	"\n"
	"# The program that every rank runs; the launch command is made round it. `launch` replaces the whole command.\n"
	"run: hostname\n"
	"\n"
	"# env:\n"
	"#   OMP_NUM_THREADS: \"1\"\n"
	"# mounts: [pvc:data:/data:ro, shm:1Gi]\n"
	"# deadline: 4h\n"
	"# queue: batch\n";

int new_job_write(const struct new_job *job, struct arena *a, struct buf *out, struct error *err)
{
	struct str image = job->image, mpi = job->mpi.length ? job->mpi : STR("openmpi");

	if (!image.length)
		image = arena_format(a, "registry.example.com/%.*s:1.0", STR_ARG(job->name));
	buf_puts(out, head);
	if (add_line(out, "  name: ", job->name, err) < 0)
		return -1;
	buf_puts(out, "  # namespace: default\n\n# It needs the program, the MPI library, sh, ssh and sshd.\n");
	if (add_line(out, "image: ", image, err) < 0 || add_line(out, "mpi: ", mpi, err) < 0)
		return -1;
	buf_printf(out, "workers: %lld\n", (long long)job->workers);
	buf_puts(out, tail);
	return 0;
}
