/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on what containers ask for: requests and limits, devices, CPUs and memory against ranks. */
#include "compiler/rules/rule.h"

/* Quantities that differ by less were written differently only. */
static bool exceeds(double a, double b)
{
	return a > b * (1 + 1e-9);
}

static void limit_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	const struct node *requests = node_path(c, "resources.requests"), *limits = node_path(c, "resources.limits");
	double requested, limited;

	(void)pod;
	for (uint32_t i = 0; node_is(requests, node_map) && i < requests->member_count; i++) {
		const struct member *m = &requests->members[i];
		const struct node *limit = node_get_str(limits, m->key);
		struct diag *d;

		if (!rule_quantity(m->value, &requested) || !rule_quantity(limit, &limited) || !exceeds(requested, limited))
			continue;
		d = rule_report(job, m->value, "`%.*s` is requested beyond its limit", STR_ARG(m->key));
		diag_label(job->diags, d, limit->at, "the limit");
	}
}

void rule_request_above_limit(const struct rule_job *job)
{
	rule_containers(job, limit_of_each);
}

/* Resources that no container gets a part of (core/v1 validation, ValidateResourceRequirements, 1.34): extended ones and huge pages. */
static bool is_device(struct str resource)
{
	return (str_find(resource, '/') != SIZE_MAX && !str_starts(resource, "kubernetes.io/")) || str_starts(resource, "hugepages-");
}

static bool is_extended(struct str resource)
{
	return is_device(resource) && !str_starts(resource, "hugepages-");
}

static bool is_whole(double value)
{
	return value < 9e15 && (double)(int64_t)value == value;
}

static void devices_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	const struct node *requests = node_path(c, "resources.requests"), *limits = node_path(c, "resources.limits");
	double requested, limited;

	(void)pod;
	for (uint32_t i = 0; node_is(requests, node_map) && i < requests->member_count; i++) {
		const struct member *m = &requests->members[i];
		const struct node *limit = node_get_str(limits, m->key);

		if (!is_device(m->key) || !rule_quantity(m->value, &requested))
			continue;
		if (!limit)
			rule_report(job, m->value, "`%.*s` is requested and has no limit", STR_ARG(m->key));
		else if (rule_quantity(limit, &limited) && exceeds(limited, requested))
			rule_report(job, m->value, "`%.*s` is requested below its limit", STR_ARG(m->key));
	}
	for (uint32_t i = 0; node_is(limits, node_map) && i < limits->member_count; i++) {
		const struct member *m = &limits->members[i];

		if (is_extended(m->key) && rule_quantity(m->value, &limited) && !is_whole(limited))
			rule_report(job, m->value, "`%.*s` is not a whole number", STR_ARG(m->key));
	}
}

void rule_devices(const struct rule_job *job)
{
	rule_containers(job, devices_of_each);
}

static void hugepages_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	const struct node *limits = node_path(c, "resources.limits");
	double amount;

	(void)pod;
	for (uint32_t i = 0; node_is(limits, node_map) && i < limits->member_count; i++)
		if (str_starts(limits->members[i].key, "hugepages-") && !rule_amount(c, "cpu", &amount) &&
		    !rule_amount(c, "memory", &amount))
			rule_report(job, limits->members[i].value, "huge pages need `cpu` or `memory` beside them");
}

void rule_hugepages(const struct rule_job *job)
{
	rule_containers(job, hugepages_of_each);
}

static const struct node *first_gpu(const struct node *container)
{
	const struct node *limits = node_path(container, "resources.limits");

	for (uint32_t i = 0; node_is(limits, node_map) && i < limits->member_count; i++)
		if (resource_is_gpu(limits->members[i].key))
			return limits->members[i].value;
	return NULL;
}

void rule_launcher_gpus(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];

		if (pod->launches && !pod->ranks && rule_gpus(pod->mpi))
			rule_report(job, first_gpu(pod->mpi), "the launcher takes %lld GPU%s and runs no rank",
				    (long long)rule_gpus(pod->mpi), rule_gpus(pod->mpi) == 1 ? "" : "s");
	}
}

static bool is_asked(const struct node *container, const char *resource)
{
	return rule_resource(container, "limits", resource) || rule_resource(container, "requests", resource);
}

/* E0904 says more of those. */
static bool asks_hugepages(const struct node *container)
{
	const struct node *limits = node_path(container, "resources.limits");

	for (uint32_t i = 0; node_is(limits, node_map) && i < limits->member_count; i++)
		if (str_starts(limits->members[i].key, "hugepages-"))
			return true;
	return false;
}

void rule_no_requests(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];
		const struct node *resources = node_get(pod->mpi, "resources");
		bool cpu = is_asked(pod->mpi, "cpu"), memory = is_asked(pod->mpi, "memory");

		if (!pod->ranks || (cpu && memory) || (!cpu && !memory && asks_hugepages(pod->mpi)))
			continue;
		rule_report(job, resources && resources->member_count ? resources : job->plan->spec->kubeflow.is ? pod->mpi : NULL,
			    "pods with ranks ask for no %s", cpu ? "memory" : memory ? "cpu" : "cpu and memory");
	}
}

/* No container starts in less than a mebibyte, and no machine has this many CPUs. */
#define MEMORY_MIN 1048576.0
#define CPUS_MAX 2048.0

static void amounts_of_each(const struct rule_job *job, const struct rule_pod *pod, const struct node *c)
{
	static const char *const parts[] = {"requests", "limits"};
	double amount;

	(void)pod;
	for (unsigned i = 0; i < 2; i++) {
		const struct node *memory = rule_resource(c, parts[i], "memory"), *cpu = rule_resource(c, parts[i], "cpu");

		if (rule_quantity(memory, &amount) && amount < MEMORY_MIN && amount > 0)
			rule_report(job, memory, "`%.*s` of memory are less than a mebibyte", STR_ARG(memory->text));
		if (rule_quantity(cpu, &amount) && amount > CPUS_MAX)
			rule_report(job, cpu, "`%.*s` CPUs are more than any node has", STR_ARG(cpu->text));
	}
}

void rule_implausible(const struct rule_job *job)
{
	rule_containers(job, amounts_of_each);
}

static const struct node *cpu_limit(const struct node *container)
{
	const struct node *limit = rule_resource(container, "limits", "cpu");

	return limit ? limit : rule_resource(container, "requests", "cpu");
}

static int64_t slots_of(const struct rule_job *job)
{
	return job->plan->slots;
}

void rule_few_cpus(const struct rule_job *job)
{
	double cpus;

	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];

		if (!pod->ranks || slots_of(job) < 2 || !rule_quantity(cpu_limit(pod->mpi), &cpus) || cpus >= (double)slots_of(job))
			continue;
		rule_report(job, cpu_limit(pod->mpi), "%lld ranks share %.*s CPU%s", (long long)slots_of(job),
			    STR_ARG(cpu_limit(pod->mpi)->text), cpus == 1 ? "" : "s");
	}
}

void rule_shared_gpus(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];
		int64_t gpus = rule_gpus(pod->mpi);

		if (pod->ranks && gpus && slots_of(job) > gpus)
			rule_report_at(job, spec_at(s, spec_slots), "%lld ranks share %lld GPU%s", (long long)slots_of(job),
				       (long long)gpus, gpus == 1 ? "" : "s");
	}
}

/* Volumes in memory that the pod's containers fill. */
void rule_shared_memory(const struct rule_job *job)
{
	const struct node *volume;
	double size, limit;

	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];

		for (uint32_t i = 0; (volume = rule_item(node_get(pod->spec, "volumes"), i)); i++) {
			const struct node *bound = node_path(volume, "emptyDir.sizeLimit");

			if (!str_is(node_text(node_path(volume, "emptyDir.medium")), "Memory") || !rule_quantity(bound, &size))
				continue;
			if (!place_is_users(bound->at) && !place_is_users(volume->at))
				continue; /* the run's own, which is small */
			if (rule_amount(pod->mpi, "memory", &limit) && size >= limit)
				rule_report(job, place_is_users(bound->at) ? bound : volume,
					    "`%.*s` in memory, and the container has no more than that", STR_ARG(bound->text));
		}
	}
}

void rule_threads(const struct rule_job *job)
{
	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];
		const struct node *value = node_get(rule_env(pod->mpi, "OMP_NUM_THREADS"), "value");
		int64_t threads;
		double cpus;

		if (!pod->ranks || !str_to_int(node_text(value), &threads) || threads < 2 || threads > 65536)
			continue;
		if (!rule_quantity(cpu_limit(pod->mpi), &cpus) || (double)(threads * slots_of(job)) <= cpus)
			continue;
		rule_report(job, value, "%lld threads of %lld rank%s share %.*s CPUs", (long long)threads, (long long)slots_of(job),
			    slots_of(job) == 1 ? "" : "s", STR_ARG(cpu_limit(pod->mpi)->text));
	}
}

static bool has_fabric_device(const struct node *container)
{
	static const char *const words[] = {"rdma", "hca", "efa", "infiniband", "roce", "ib"};
	const struct node *limits = node_path(container, "resources.limits");

	for (uint32_t i = 0; node_is(limits, node_map) && i < limits->member_count; i++)
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			for (struct str rest = limits->members[i].key; rest.length; rest = str_slice(rest, 1, rest.length))
				if (str_starts(rest, words[w]))
					return true;
	return false;
}

void rule_rdma_device(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	for (uint32_t p = 0; p < job->pod_count; p++) {
		const struct rule_pod *pod = &job->pods[p];

		if (s->fabric == fabric_rdma && !s->host_network && pod->ranks && !has_fabric_device(pod->mpi))
			rule_report_at(job, spec_at(s, spec_fabric), "pods ask for no RDMA device");
	}
}
