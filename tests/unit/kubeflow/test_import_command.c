/* SPDX-License-Identifier: Apache-2.0 */
/* Launch commands: which become `run`, which stay `launch`. Two workers of two slots each: four ranks. */
#include "tests/unit/kubeflow/import_case.h"

static void command(const char *mpi, const char *words, const char *expected)
{
	TEST_ARENA(a);
	struct import_case c;
	struct node *kept;

	import_parts(&c, &a,
		     (struct import_parts){.spec = arena_format(&a, "  mpiImplementation: %s\n", mpi).data,
					   .launcher = arena_format(&a, ", command: %s", words).data,
					   .worker = ""});
	kept = node_new(&a, node_map, PLACE_NONE);
	for (uint32_t i = 0; i < c.compact->member_count; i++)
		if (str_is(c.compact->members[i].key, "run") || str_is(c.compact->members[i].key, "launch") ||
		    str_is(c.compact->members[i].key, "env"))
			node_append_member(&a, kept, c.compact->members[i]);
	assert_tree(kept, expected);
	assert_notes(&c, 0);
}

TEST(the_flavours_own_command_becomes_run)
{
	command("OpenMPI", "[mpirun, -n, \"4\", ./pi]", "run: ./pi");
	command("OpenMPI", "[mpirun, -np, \"4\", ./pi, -n, \"3\"]", "run: ./pi -n 3");
	command("OpenMPI", "[mpirun, --np, \"4\", ./pi]", "run: ./pi");
	command("OpenMPI", "[mpirun, ./pi]", "run: ./pi");
	command("OpenMPI", "[mpiexec, -c, \"4\", -npernode, \"2\", ./pi]", "run: ./pi");
	command("Intel", "[mpiexec.hydra, -n, \"4\", -ppn, \"2\", ./pi]", "run: ./pi");
	command("Intel", "[mpirun, -np, \"4\", -perhost, \"2\", ./pi]", "run: ./pi");
	command("MPICH", "[mpiexec, -n, \"4\", -f, /etc/mpi/hostfile, -launcher, ssh, ./pi]", "run: ./pi");
	command("MPICH", "[mpirun, -genvall, -bind-to, none, -np, \"4\", ./pi]", "run: ./pi");
}

TEST(another_number_of_ranks_is_kept)
{
	command("OpenMPI", "[mpirun, -n, \"3\", ./pi]", "launch: mpirun -n 3 ./pi");
	command("OpenMPI", "[mpirun, -n, four, ./pi]", "launch: mpirun -n four ./pi");
	command("OpenMPI", "[mpirun, -npernode, \"1\", ./pi]", "launch: mpirun -npernode 1 ./pi");
	command("MPICH", "[mpiexec, ./pi]", "launch: mpiexec ./pi");
	command("Intel", "[mpirun, -ppn, \"4\", -n, \"4\", ./pi]", "launch: mpirun -ppn 4 -n 4 ./pi");
}

TEST(what_a_flavour_does_not_do_is_kept)
{
	command("OpenMPI", "[mpirun, -n, \"4\", --oversubscribe, ./pi]", "launch: mpirun -n 4 --oversubscribe ./pi");
	command("OpenMPI", "[mpirun, --bind-to, core, ./pi]", "launch: mpirun --bind-to core ./pi");
	command("OpenMPI", "[mpirun, --map-by, \"ppr:1:node\", ./pi]", "launch: mpirun --map-by ppr:1:node ./pi");
	command("OpenMPI", "[mpirun, --hostfile, /tmp/hosts, ./pi]", "launch: mpirun --hostfile /tmp/hosts ./pi");
	command("OpenMPI", "[mpirun, -mca, plm_rsh_num_concurrent, \"8\", ./pi]",
		"launch: mpirun -mca plm_rsh_num_concurrent 8 ./pi");
	command("OpenMPI", "[mpirun, -n, \"2\", ./a, \":\", -n, \"2\", ./b]", "launch: \"mpirun -n 2 ./a : -n 2 ./b\"");
	command("OpenMPI", "[/opt/ompi/bin/mpirun, -n, \"4\", ./pi]", "launch: /opt/ompi/bin/mpirun -n 4 ./pi");
	command("OpenMPI", "[mpiexec.hydra, -n, \"4\", ./pi]", "launch: mpiexec.hydra -n 4 ./pi");
	command("MPICH", "[mpiexec, -n, \"4\", --allow-run-as-root, ./pi]", "launch: mpiexec -n 4 --allow-run-as-root ./pi");
	command("OpenMPI", "[sh, -c, \"mpirun ./pi | tee log\"]", "launch: [sh, -c, \"mpirun ./pi | tee log\"]");
}

TEST(an_unfinished_command_line_is_kept)
{
	command("OpenMPI", "[mpirun]", "launch: mpirun");
	command("OpenMPI", "[mpirun, -n]", "launch: mpirun -n");
	command("OpenMPI", "[mpirun, -n, \"4\"]", "launch: mpirun -n 4");
	command("OpenMPI", "[mpirun, -x]", "launch: mpirun -x");
	command("OpenMPI", "[mpirun, -mca, btl]", "launch: mpirun -mca btl");
	command("OpenMPI", "[mpirun, -, ./pi]", "launch: mpirun - ./pi");
	command("OpenMPI", "[mpirun, \"\", ./pi]", "run: [\"\", ./pi]");
	command("OpenMPI", "[mpirun, -x, =a, ./pi]", "launch: mpirun -x =a ./pi");
}

TEST(options_that_set_variables_become_env)
{
	command("OpenMPI", "[mpirun, -x, A=1, -x, PATH, -x, \"B=x=y\", -x, C=, ./pi]",
		"run: ./pi\nenv: {A: \"1\", B: x=y, C: \"\"}");
	command("OpenMPI", "[mpirun, --mca, btl, self, -mca, mpi_yield_when_idle, \"1\", ./pi]",
		"run: ./pi\nenv: {OMPI_MCA_btl: self, OMPI_MCA_mpi_yield_when_idle: \"1\"}");
	command("OpenMPI", "[mpirun, -bind-to, none, -map-by, slot, ./pi]",
		"run: ./pi\nenv: {OMPI_MCA_hwloc_base_binding_policy: none, PRTE_MCA_hwloc_default_binding_policy: none}");
	command("Intel", "[mpirun, -n, \"4\", -genv, I_MPI_DEBUG, \"5\", ./pi]", "run: ./pi\nenv: {I_MPI_DEBUG: \"5\"}");
}

TEST(a_string_is_written_only_where_splitting_gives_the_words_back)
{
	command("OpenMPI", "[mpirun, ./pi, \"two words\"]", "run: [./pi, two words]");
	command("OpenMPI", "[mpirun, ./pi, \"--size=$(SIZE)\"]", "run: [./pi, --size=$(SIZE)]");
	command("OpenMPI", "[mpirun, ./pi, \"\"]", "run: [./pi, \"\"]");
}

TEST(horovodrun_is_a_flavour_of_its_own)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = ", command: [horovodrun, -np, \"4\", python, train.py]", .worker = ""});
	assert_str(c.spec.mpi.name, "horovod");
	assert_str(node_get(c.compact, "run")->text, "python train.py");
	import_parts(&c, &a,
		     (struct import_parts){.launcher = ", command: [horovodrun, -np, \"4\", -H, \"a:4\", python]", .worker = ""});
	assert_str(c.spec.mpi.name, "openmpi");
	assert_str(node_get(c.compact, "launch")->text, "horovodrun -np 4 -H a:4 python");
}

TEST(command_and_arguments_are_one_line)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.launcher = ", command: [mpirun], args: [-n, \"4\", ./pi]", .worker = ""});
	assert_str(node_get(c.compact, "run")->text, "./pi");
	assert_notes(&c, 0);
	import_parts(&c, &a, (struct import_parts){.launcher = ", args: [mpirun, -n, \"4\", ./pi]", .worker = ""});
	assert_str(node_get(c.compact, "run")->text, "./pi");
	assert_notes(&c, 1);
	assert_note(&c, 0, "the image's entrypoint was given the launcher's arguments; here they are started without it");
}

TEST(an_entrypoint_alone_cannot_be_imported)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.worker = ""});
	assert_null(node_get(c.compact, "run"));
	assert_null(node_get(c.compact, "launch"));
	assert_notes(&c, 1);
	assert_note(&c, 0, "the image's own entrypoint launches the job: write what it runs as `run` or `launch`");
}

TEST(without_workers_the_launcher_has_all_slots)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a, (struct import_parts){.launcher = ", command: [mpirun, -n, \"2\", ./pi]"});
	assert_str(node_get(c.compact, "run")->text, "./pi");
	assert_int_equal(spec_total_ranks(&c.spec), 2);
}

TEST(a_launcher_that_hosts_ranks_counts)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.spec = "  runLauncherAsWorker: true\n",
					   .launcher = ", command: [mpirun, -n, \"6\", ./pi]",
					   .worker = ""});
	assert_str(node_get(c.compact, "run")->text, "./pi");
	assert_true(c.spec.launcher_ranks);
	assert_int_equal(spec_total_ranks(&c.spec), 6);
}

TEST(only_a_worker_that_runs_something_else_than_sshd_is_noted)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = ", command: [mpirun, ./pi]",
					   .worker = ", command: [/usr/sbin/sshd], args: [-De, -f, /home/mpiuser/.sshd_config]"});
	assert_notes(&c, 0);
	assert_null(node_get(c.compact, "worker"));
	import_parts(&c, &a,
		     (struct import_parts){.launcher = ", command: [mpirun, ./pi]", .worker = ", command: [sleep, infinity]"});
	assert_notes(&c, 1);
	assert_note(&c, 0, "the workers' command, `sleep …`, was left out: a worker runs sshd");
}
