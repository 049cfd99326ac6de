/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each flavour's plans in exact text: cases/<name>/job.yaml becomes plan.txt.
 * MPICC_UPDATE=1 writes the texts anew: read the diff before you commit it.
 */
#include <stdlib.h>

#include "lib/base/io.h"
#include "tests/unit/flavour/flavour_case.h"

static void check(const char *name)
{
	TEST_ARENA(a);
	struct flavour_case c;
	struct str folder = arena_format(&a, "tests/unit/flavour/cases/%s", name), expected;

	flavour_case_run(&c, &a, flavour_file(&a, path_join(&a, folder, STR("job.yaml"))), STR_NONE, STR_NONE, folder);
	expected = path_join(&a, folder, STR("plan.txt"));
	assert_true(c.ok);
	if (getenv("MPICC_UPDATE"))
		file_write(arena_format(&a, "%s/%.*s", TEST_SOURCE_DIR, STR_ARG(expected)), plan_text(&c.plan, &a), NULL);
	assert_str(plan_text(&c.plan, &a), flavour_file(&a, expected).data);
}

#define CASE(name, folder) \
	TEST(name)         \
	{                  \
		check(folder); \
	}

CASE(openmpi_over_tcp, "openmpi")
CASE(openmpi_as_root_indexed_over_rdma, "openmpi-root-indexed")
CASE(intel_over_tcp, "intel")
CASE(intel_on_the_hosts_network_over_rdma, "intel-host-network")
CASE(mpich, "mpich")
CASE(mvapich_by_hydra, "mvapich")
CASE(mvapich_by_mpirun_rsh, "mvapich-rsh")
CASE(horovod_by_gloo, "horovod")
CASE(horovod_by_mpi, "horovod-mpi")
CASE(horovod_elastic, "horovod-elastic")
CASE(horovod_elastic_with_limits, "horovod-elastic-limits")
CASE(deepspeed_by_pdsh, "deepspeed")
CASE(deepspeed_by_openmpi_on_another_interface, "deepspeed-openmpi")
CASE(deepspeed_by_intel_mpi_on_one_worker, "deepspeed-impi")
CASE(deepspeed_by_mpich_in_the_launcher_alone, "deepspeed-mpich-alone")
CASE(charm, "charm")
CASE(charm_smp, "charm-smp")
CASE(spectrum_the_example, "spectrum")

TEST(all_flavours_are_built_in_and_sorted)
{
	static const char *const names[] = {"charm", "deepspeed", "horovod", "intel", "mpich", "mvapich", "openmpi"};
	TEST_ARENA(a);
	struct str *built_in;

	assert_int_equal(flavour_builtin(&a, &built_in), 7);
	for (int i = 0; i < 7; i++)
		assert_str(built_in[i], names[i]);
}

TEST(what_is_no_flavour_has_no_asset)
{
	TEST_ARENA(a);

	assert_null(flavour_builtin_asset(&a, STR("opnmpi")));
	assert_null(flavour_builtin_asset(&a, STR("")));
	assert_null(flavour_builtin_asset(&a, STR("../../templates/start")));
}
