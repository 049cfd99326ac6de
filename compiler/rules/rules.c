/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules on one job: {code, predicate that reports, what to do}. */
#include "compiler/rules/rule.h"

static const struct rule rules[] = {
	{diag_E0902, rule_request_above_limit, "raise the limit or lower the request: Kubernetes refuses the pod as it is"},
	{diag_E0903, rule_devices, "devices are whole, and requested as they are limited; `limits` alone says both"},
	{diag_E0904, rule_hugepages, "add `cpu` or `memory`"},
	{diag_E0905, rule_reserved_env, "the start script reads it; use a name of your own"},
	{diag_E0906, rule_port_taken, "let sshd listen elsewhere: network: {port: 2222}"},
	{diag_E0907, rule_missing_volume, "add the volume, or correct its name"},
	{diag_E0908, rule_unreadable_key, "leave fsGroup to `user`, or set it to any group"},
	{diag_E0909, rule_other_user, "say it with `user`, which makes passwd and key fit"},
	{diag_E0910, rule_no_dns, "leave `dnsPolicy` out: hosts are found by the names of the cluster's DNS"},
	{diag_E0911, rule_run_launches, "`launch` is a whole launch command; with `run` the flavour makes it, from the program alone"},
	{diag_E0913, rule_too_many_ranks, "Open MPI refuses to start: change the number, `workers` or `slots`, or say --oversubscribe"},
	{diag_W0902, rule_ranks_disagree, "leave the number out: the host file says how many ranks run where"},
	{diag_W0903, rule_launcher_gpus, "leave them out, or let it host ranks: launcher: {ranks: true}"},
	{diag_W0904, rule_no_requests, "say what a pod needs: without, it lands on full nodes and is evicted first, and with it the run"},
	{diag_W0905, rule_moving_tag, "name a version or a digest: ranks may come from different images, and a rerun from another"},
	{diag_W0906, rule_no_deadline, "a rank that hangs would hold them until somebody looks: deadline: 12h"},
	{diag_W0907, rule_mesh, "keep the mesh out of MPI pods: sidecar.istio.io/inject: \"false\", linkerd.io/inject: disabled"},
	{diag_W0908, rule_implausible, "suffixes: `m` is a thousandth, M a million, Mi 2^20"},
	{diag_W0910, rule_budget, "a drain of any node would wait for the run's end: give it a `deadline`"},
	{diag_W0911, rule_system_priority, "a class of your own cannot push the cluster's own pods aside"},
	{diag_W0912, rule_plain_secret, "whoever reads the repository reads it: {secret: NAME/KEY}"},
	{diag_W0913, rule_host_namespaces, "MPI needs none of the node's namespaces but, for some fabrics, its network"},
	{diag_W0914, rule_privileged, "name the capabilities instead; `network: {fabric: rdma}` adds what fabrics need"},
	{diag_W0915, rule_host_path, "whoever changes the image can take over the node: mount a folder made for the job"},
	{diag_W0916, rule_sysctl, "kubelets refuse pods with it unless they were told to allow it"},
	{diag_W0917, rule_few_cpus, "MPI waits by spinning, so ranks that share a CPU are slow out of proportion: more `cpu`, or fewer `slots`"},
	{diag_W0918, rule_shared_gpus, "one rank a GPU is usual; leave `slots` out for that"},
	{diag_W0919, rule_shared_memory, "files in memory count: the pod is killed when both together go beyond the limit"},
	{diag_W0920, rule_flavour_env, "your value wins; leave it out for the one that fits the manifests"},
	{diag_W0921, rule_rdma_device, "the nodes' device plugin names it: resources: {rdma/hca: 1}"},
	{diag_W0922, rule_no_launcher, "one process is started, on the launcher; use `run` to start it on every rank"},
	{diag_W0923, rule_short_deadline, "`deadline` counts from the launcher's start, waiting for workers included"},
	{diag_W0924, rule_read_only_root, "MPI keeps its sockets there: mounts: [scratch:/tmp]"},
	{diag_W0926, rule_scheduler, "`gang` sets the scheduler for all pods of the run"},
	{diag_W0927, rule_own_hosts, "leave it out: MPI finds the run's own host file through the environment"},
	{diag_W0928, rule_system_namespace, "give jobs a namespace of their own, with a quota"},
	{diag_W0929, rule_sidecar, "make it a native sidecar: an init container with `restartPolicy: Always`"},
	{diag_W0930, rule_evictable, "the loss of one pod ends the run: leave it out"},
	{diag_W0931, rule_threads, "lower OMP_NUM_THREADS or `slots`, or ask for more `cpu`"},
	{diag_W0932, rule_gpu_variable, "GPUs that the scheduler gave to others are used too: ask for `gpu` instead"},
	{diag_W0933, rule_open_key, "the kubelet lets the group read what is mounted, and ssh refuses such a key: leave fsGroup out"},
};

bool rules_check(const struct plan *plan, const struct object_list *objects, struct arena *a, struct diag_list *diags)
{
	uint32_t before = diags->errors;
	struct rule_job job;

	rule_job_init(&job, plan, objects, a, diags);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		job.rule = &rules[i];
		rules[i].check(&job);
	}
	return diags->errors == before;
}
