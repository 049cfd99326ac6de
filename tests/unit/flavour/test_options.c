/* SPDX-License-Identifier: Apache-2.0 */
/* Options of flavours: which there are, and which values they take. */
#include <string.h>

#include "tests/unit/flavour/flavour_case.h"

/* The job with this `mpi` is refused by the flavour's own words. */
static void assert_refused(const char *mpi, const char *message)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, arena_format(&a, "workers: 4\nslots: 2\nmpi: {%s}\n", mpi).data);
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_str(c.diags.items[0].message, message);
	assert_int_equal(c.diags.items[0].code, diag_E0508);
}

static void assert_taken(const char *mpi)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, arena_format(&a, "workers: 4\nslots: 2\nmpi: {%s}\n", mpi).data);
	assert_true(c.ok);
	assert_int_equal(c.diags.count, 0);
}

static void assert_unknown(const char *mpi, const char *message, const char *help)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, arena_format(&a, "mpi: {%s}\n", mpi).data);
	assert_false(c.ok);
	assert_str(flavour_case_message(&c, diag_E0552), message);
	assert_str(flavour_case_help(&c), help);
}

TEST(an_option_that_is_misspelt)
{
	assert_unknown("flavour: mvapich, lancher: rsh", "flavour `mvapich` has no option `lancher`", "did you mean `launcher`?");
	assert_unknown("flavour: horovod, elastik: true", "flavour `horovod` has no option `elastik`", "did you mean `elastic`?");
}

TEST(an_option_of_a_flavour_without_options)
{
	assert_unknown("flavour: openmpi, launcher: rsh", "flavour `openmpi` has no option `launcher`", "");
}

TEST(all_unknown_options_are_reported)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "mpi: {flavour: charm, a: 1, b: 2}\n");
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 2);
}

TEST(mvapich_has_two_launchers)
{
	assert_taken("flavour: mvapich, launcher: hydra");
	assert_refused("flavour: mvapich, launcher: ssh", "mpi option `launcher` must be hydra or rsh, not `ssh`");
	assert_refused("flavour: mvapich, launcher: true", "mpi option `launcher` must be hydra or rsh, not `true`");
}

TEST(horovod_has_two_controllers)
{
	assert_taken("flavour: horovod, controller: gloo");
	assert_refused("flavour: horovod, controller: nccl", "mpi option `controller` must be gloo or mpi, not `nccl`");
	assert_refused("flavour: horovod, controller: mpi, elastic: true", "mpi option `elastic` needs the controller gloo");
	assert_taken("flavour: horovod, controller: mpi, elastic: false");
}

TEST(horovod_elastic_limits)
{
	assert_taken("flavour: horovod, elastic: true, min: 1, max: 8, cooldown: [1, 3600]");
	assert_refused("flavour: horovod, elastic: 1", "mpi option `elastic` must be true or false");
	assert_refused("flavour: horovod, min: 1", "mpi option `min` needs `elastic: true`");
	assert_refused("flavour: horovod, elastic: false, max: 1", "mpi option `max` needs `elastic: true`");
	assert_refused("flavour: horovod, elastic: true, min: 0", "mpi option `min` must be a number of ranks between 1 and 8");
	assert_refused("flavour: horovod, elastic: true, max: 9", "mpi option `max` must be a number of ranks between 1 and 8");
	assert_refused("flavour: horovod, elastic: true, min: 1.5", "mpi option `min` must be a number of ranks between 1 and 8");
	assert_refused("flavour: horovod, elastic: true, min: two", "mpi option `min` must be a number of ranks between 1 and 8");
	assert_refused("flavour: horovod, elastic: true, min: 5, max: 4", "mpi option `min` must not be greater than `max`");
}

TEST(horovod_cooldown_is_a_range)
{
	static const char message[] = "mpi option `cooldown` must be two numbers of seconds, [least, most], from 1 to 3600";

	assert_refused("flavour: horovod, elastic: true, cooldown: 30", message);
	assert_refused("flavour: horovod, elastic: true, cooldown: [30]", message);
	assert_refused("flavour: horovod, elastic: true, cooldown: [30, 20]", message);
	assert_refused("flavour: horovod, elastic: true, cooldown: [0, 20]", message);
	assert_refused("flavour: horovod, elastic: true, cooldown: [1, 3601]", message);
	assert_refused("flavour: horovod, elastic: true, cooldown: [a, b]", message);
}

TEST(horovod_max_below_a_worker_lowers_min)
{
	TEST_ARENA(a);
	struct flavour_case c;

	flavour_case_members(&c, &a, "slots: 4\nmpi: {flavour: horovod, elastic: true, max: 2}\n");
	assert_true(c.ok);
	assert_non_null(strstr(plan_text(&c.plan, &a).data, "--min-np\n2\n--max-np\n2\n"));
}

TEST(deepspeed_launchers)
{
	assert_taken("flavour: deepspeed, launcher: mvapich");
	assert_refused("flavour: deepspeed, launcher: slurm",
		       "mpi option `launcher` must be pdsh, openmpi, mpich, impi or mvapich, not `slurm`");
	assert_refused("flavour: deepspeed, launcher_args: [a]", "mpi option `launcher_args` must be a string");
}

TEST(deepspeed_leaves_out_an_interpreter_only_with_a_script)
{
	static const char *const runs[][2] = {
		{"python train.py", "\ntrain.py\n"},	       {"python3.12 -u train.py -x", "\ntrain.py\n-x\n"},
		{"python -m a.b", "\n--module\na.b\n"},	       {"python -X dev train.py", "\n--no_python\npython\n-X\ndev\ntrain.py\n"},
		{"python", "\n--no_python\npython\n"},	       {"train.py", "\ntrain.py\n"},
		{"./train", "\n--no_python\n./train\n"},       {"pythonic a.py", "\n--no_python\npythonic\na.py\n"},
	};
	TEST_ARENA(a);
	struct flavour_case c;

	for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		struct str job = arena_format(&a, "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: i\nmpi: deepspeed\n"
						  "workers: 2\nrun: %s\n", runs[i][0]);

		flavour_case_run(&c, &a, job, STR_NONE, STR_NONE, STR_NONE);
		assert_true(c.ok);
		assert_non_null(strstr(plan_text(&c.plan, &a).data, runs[i][1]));
	}
}

TEST(charm_threads_divide_the_slots)
{
	static const char message[] = "mpi option `ppn` must be a number that divides the slots of a host, 2";

	assert_taken("flavour: charm, ppn: 1");
	assert_taken("flavour: charm, ppn: 2");
	assert_refused("flavour: charm, ppn: 3", message);
	assert_refused("flavour: charm, ppn: 0", message);
	assert_refused("flavour: charm, ppn: \"2\"", message);
}
