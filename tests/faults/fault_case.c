/* SPDX-License-Identifier: Apache-2.0 */
/* Runs compile() with a heap that can run empty. */
#include "tests/faults/fault_case.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/alloc.h"

static const char project[] = "defaults: {mpi: lua/own.lua, env: {A: '1'}}\n"
			      "environments: {prod: {overrides: {retries: 2}}}\n"
			      "hooks: [lua/hook.lua]\n"
			      "keys: {sops: {age: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]}}\n";

static const char flavour[] = "local function lines(job)\n"
			      "  local out = {}\n"
			      "  for i, host in ipairs(job.hosts) do out[i] = host.name .. ' slots=' .. host.slots .. '\\n' end\n"
			      "  return table.concat(out)\n"
			      "end\n"
			      "return {options = {x = 'an option'}, plan = function(job)\n"
			      "  return {hostfile = lines(job), env = {B = '2'}, launch = {'mpirun', table.unpack(job.run)}, "
			      "files = {['a.cfg'] = 'text'}}\n"
			      "end}\n";

static const char hook[] = "return function(objects, job)\n"
			   "  for _, o in ipairs(objects) do\n"
			   "    o.metadata.labels.hooked = job.name:gsub('%l', string.upper)\n"
			   "    if o.kind == 'Job' then o.spec.template.spec.tolerations = {{operator = 'Exists'}} end\n"
			   "  end\n"
			   "  objects[#objects + 1] = {apiVersion = 'v1', kind = 'ConfigMap', metadata = {name = 'more', labels "
			   "= {}}, data = {a = 'b'}}\n"
			   "end\n";

static const char mpijob[] = "apiVersion: kubeflow.org/v2beta1\nkind: MPIJob\nmetadata: {name: pi}\nspec:\n"
			     "  runPolicy: {cleanPodPolicy: Running}\n  mpiReplicaSpecs:\n"
			     "    Launcher: {template: &t {spec: {containers: [{name: l, image: i, command: [mpirun, ./pi]}]}}}\n"
			     "    Worker: {replicas: 2, template: *t}\n";

static const char job[] =
	"apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: train, namespace: hpc, labels: {a: b}}\nimage: img\n"
	"run: python 'train it.py'\nworkers: 3\nresources: {cpu: 8, gpu: 2}\nmounts: [pvc:data:/data:ro, shm:8Gi]\n"
	"pod: {containers: [{name: mpi, tty: true}]}\nmpi: {flavour: lua/own.lua, x: 1}\ngang: volcano\n"
	"env: {TOKEN: {secret: a/b}, PADDING: \"%s\"}\n%s";

void fault_case_init(struct fault_case *c, unsigned shift, bool mistakes)
{
	memset(c, 0, sizeof(*c));
	memset(c->padding, 'x', shift < sizeof(c->padding) ? shift : sizeof(c->padding) - 1);
	snprintf(c->job, sizeof(c->job), job, c->padding,
		 mistakes ? "---\napiVersion: mpicc.dev/v1\nkind: MPIJob\nwrokers: 4\nimage: 5\n" : "");
	fake_io_init(&c->io);
	fake_io_put(&c->io, "mpicc.yaml", str_from(project));
	fake_io_put(&c->io, "lua/own.lua", str_from(flavour));
	fake_io_put(&c->io, "lua/hook.lua", str_from(hook));
	fake_io_put(&c->io, "jobs/a.yaml", str_from(c->job));
	fake_io_put(&c->io, "jobs/deep/pi.yaml", str_from(mpijob));
	c->inputs[0] = STR("jobs");
	c->request = (struct compile_request){
		.io = &c->io.io, .inputs = c->inputs, .input_count = 1, .environment = STR("prod"), .insecure_plain_keys = true};
}

static uint64_t hash_more(uint64_t hash, struct str s)
{
	for (size_t i = 0; i < s.length; i++)
		hash = (hash ^ (unsigned char)s.data[i]) * 1099511628211u;
	return hash * 31 + s.length;
}

static void measure(struct outcome *out, const struct compile_result *result, const struct diag_list *diags)
{
	uint64_t hash = 14695981039346656037u;

	for (uint32_t i = 0; i < result->files.count; i++)
		hash = hash_more(hash_more(hash, result->files.items[i].path), result->files.items[i].bytes);
	for (uint32_t i = 0; i < diags->count; i++)
		hash = hash_more(hash, diags->items[i].message);
	out->files = result->files.count;
	out->diagnostics = diags->count;
	out->errors = diags->errors;
	out->bytes_hash = hash;
}

/* The arena is the caller's: what setjmp's own frame holds would be lost by the jump. */
static void run(const struct fault_case *c, struct arena *a, struct outcome *out)
{
	struct compile_result result;
	struct diag_list diags;
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom)) {
		out->jumped = true;
		out->status = error_no_memory(&out->err);
		return;
	}
	diag_list_init(&diags, a);
	out->status = compile(&c->request, a, &diags, &result, &out->err);
	if (out->status == 0)
		measure(out, &result, &diags);
}

struct outcome fault_case_run(const struct fault_case *c, long fail_after, long *out_calls)
{
	struct outcome out = {0};
	struct arena a;

	mem_fail_after(fail_after);
	run(c, &a, &out);
	if (out_calls)
		*out_calls = mem_calls();
	mem_fail_after(-1);
	arena_release(&a);
	return out;
}
