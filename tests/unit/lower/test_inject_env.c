/* SPDX-License-Identifier: Apache-2.0 */
/* The environment of MPI containers: who wins, and in which order. */
#include "compiler/lower/inject.h"

#include "tests/unit/lower/lower_case.h"

/* The names of a container's variables, each with a blank after it. */
static struct str names(struct arena *a, const struct node *container)
{
	const struct node *env = node_get(container, "env");
	struct str out = STR("");

	for (uint32_t i = 0; i < env->item_count; i++)
		out = arena_format(a, "%.*s%.*s ", STR_ARG(out), STR_ARG(node_text(node_get(env->items[i], "name"))));
	return out;
}

static const char own[] =
	"return {plan = function(job) return {hostfile = 'h', launch = {'x'}, env = {THREADS = '2', FLAVOUR = 'f'}} end}";

TEST(the_users_variables_come_first_then_the_flavours_then_ours)
{
	TEST_ARENA(a);
	struct lower_case c = {.lua = own};

	lower_case_make(&c, &a, "env: {ZED: z, ALPHA: a}\nworkers: 3\n");
	assert_str(names(&a, lower_case_container(&c, WORKER, "mpi")),
		   "ZED ALPHA FLAVOUR THREADS MPICC_JOB MPICC_ROLE MPICC_WORKERS MPICC_SLOTS MPICC_RANKS MPICC_LAUNCHER_HOST "
		   "MPICC_START_DEADLINE ");
	assert_str(
		names(&a, lower_case_container(&c, LAUNCHER, "mpi")),
		"ZED ALPHA FLAVOUR THREADS NVIDIA_VISIBLE_DEVICES NVIDIA_DRIVER_CAPABILITIES MPICC_JOB MPICC_ROLE MPICC_WORKERS "
		"MPICC_SLOTS MPICC_RANKS MPICC_LAUNCHER_HOST MPICC_START_DEADLINE ");
}

TEST(the_user_wins)
{
	TEST_ARENA(a);
	struct lower_case c = {.lua = own};
	const struct node *container;

	lower_case_make(&c, &a,
			"env: {THREADS: 8, MPICC_RANKS: mine, FLAVOUR: {secret: a/b}}\npod: {containers: [{name: mpi, env: "
			"[{name: THREADS, value: '9'}]}]}\n");
	container = lower_case_container(&c, WORKER, "mpi");
	assert_at(container, "env[THREADS].value", "9");
	assert_at(container, "env[MPICC_RANKS].value", "mine");
	assert_at(container, "env[FLAVOUR].value", "(none)");
	assert_at(container, "env[FLAVOUR].valueFrom.secretKeyRef.name", "a");
	assert_str(names(&a, container), "THREADS MPICC_RANKS FLAVOUR MPICC_JOB MPICC_ROLE MPICC_WORKERS MPICC_SLOTS "
					 "MPICC_LAUNCHER_HOST MPICC_START_DEADLINE ");
}

TEST(ours_say_what_the_run_is)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *container;

	lower_case_make(&c, &a, "workers: 3\nslots: 2\nstartDeadline: 5m\n");
	container = lower_case_container(&c, LAUNCHER, "mpi");
	assert_at(container, "env[MPICC_JOB].value", "pi");
	assert_at(container, "env[MPICC_ROLE].value", "launcher");
	assert_at(container, "env[MPICC_WORKERS].value", "3");
	assert_at(container, "env[MPICC_SLOTS].value", "2");
	assert_at(container, "env[MPICC_RANKS].value", "6");
	assert_at(container, "env[MPICC_LAUNCHER_HOST].value", RUN "-launcher." RUN ".hpc.svc.cluster.local");
	assert_at(container, "env[MPICC_START_DEADLINE].value", "300");
	assert_at(container, "env[K_MPI_JOB_ROLE]", "(none)");
	assert_at(lower_case_container(&c, WORKER, "mpi"), "env[MPICC_ROLE].value", "worker");
	lower_case_make(&c, &a, "launcher: {ranks: true}\n");
	assert_at(lower_case_container(&c, INDEXED, "mpi"), "env[MPICC_ROLE].value", "indexed");
	assert_at(lower_case_container(&c, INDEXED, "mpi"), "env[MPICC_LAUNCHER_HOST].value",
		  RUN "-0." RUN ".hpc.svc.cluster.local");
}

static void hidden(const char *lines, const char *expected)
{
	TEST_ARENA(a);
	struct lower_case c = {0};

	lower_case_make(&c, &a, lines);
	assert_at(lower_case_container(&c, LAUNCHER, "mpi"), "env[NVIDIA_VISIBLE_DEVICES].value", expected);
	assert_at(lower_case_container(&c, LAUNCHER, "mpi"), "env[NVIDIA_DRIVER_CAPABILITIES].value", expected);
}

TEST(a_launcher_that_asked_for_no_gpu_sees_none)
{
	hidden("", "");
	hidden("resources: {gpu: 2}\n", "");
	hidden("workers: 0\nresources: {gpu: 2}\n", "(none)");
	hidden("launcher: {resources: {gpu: 1}}\n", "(none)");
	hidden("launcher: {ranks: true, resources: {cpu: 1}}\n", "(none)");
}

TEST(mpijobs_keep_their_own)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	const struct node *launcher, *worker;

	lower_case_kubeflow(
		&c, &a, "",
		"{containers: [{name: l, image: i, command: [x], env: [{name: A, value: b}, {name: MPICC_JOB, value: c}]}]}",
		"{containers: [{name: w, image: i}]}");
	launcher = lower_case_container(&c, LAUNCHER, "l");
	worker = lower_case_container(&c, WORKER, "w");
	assert_at(launcher, "env[0].name", "A");
	assert_at(launcher, "env[MPICC_JOB].value", "c");
	assert_at(launcher, "env[K_MPI_JOB_ROLE].value", "launcher");
	assert_at(worker, "env[K_MPI_JOB_ROLE].value", "worker");
	assert_at(worker, "env[A]", "(none)");
}
