/* SPDX-License-Identifier: Apache-2.0 */
/* What launch commands say, and what cannot be known of them. The rules themselves have cases in tests/errors. */
#include "compiler/rules/launch_words.h"

#include "tests/support/trees.h"

static struct launch_words read_words(struct arena *a, const char *yaml)
{
	struct launch_words out;

	launch_words_read(node_get(test_read(a, yaml), "launch"), a, &out);
	return out;
}

/* "ranks/per host/hosts" and flags. */
static void assert_says(const char *yaml, const char *expected)
{
	TEST_ARENA(a);
	struct launch_words w = read_words(&a, yaml);
	struct str hosts = w.hosts.length ? w.hosts : STR("-");
	struct str said = arena_format(&a, "%lld %lld %.*s%s%s%s", (long long)w.ranks, (long long)w.per_host,
				       STR_ARG(hosts), w.launches ? "" : " none",
				       w.script ? " script" : "", w.oversubscribes ? " over" : "");

	assert_str(said, expected);
}

TEST(launch_without_a_launcher_says_nothing)
{
	assert_says("launch: [./solve, -n, \"4\"]", "0 0 - none");
	assert_says("launch: {}", "0 0 - none");
	assert_says("other: 1", "0 0 - none");
	assert_says("launch: []", "0 0 - none");
	assert_says("launch: \"\"", "0 0 - none");
	assert_says("launch: mpirun", "0 0 -");
}

TEST(launch_numbers_of_ranks_are_added_up)
{
	assert_says("launch: mpirun -np 4 ./a", "4 0 -");
	assert_says("launch: [mpirun, -n, \"2\", ./a, \":\", -n, \"3\", ./b]", "5 0 -");
	assert_says("launch: /opt/openmpi/bin/mpirun --np 8 ./a", "8 0 -");
	assert_says("launch: mpiexec.hydra -n 8 -ppn 4 ./a", "8 4 -");
	assert_says("launch: mpirun --map-by ppr:2:node ./a", "0 2 -");
}

TEST(launch_options_of_the_program_are_not_the_launchers)
{
	assert_says("launch: mpirun -np 4 ./a -n 99", "4 0 -");
	assert_says("launch: mpirun -np 4 solve -n 99 -f input", "4 0 -");
	assert_says("launch: mpirun solve -n 99 -f input", "0 0 -");
	assert_says("launch: mpirun --mca btl self,tcp -x A=1 -np 4 solve -np 9", "4 0 -");
	assert_says("launch: mpirun --some-new-option -np 4 solve", "0 0 -");
	assert_says("launch: deepspeed -n 4 --hostfile x train.py", "0 0 -");
	assert_says("launch: mpirun -x", "0 0 -");
	assert_says("launch: mpirun -np 4 python train.py -n 99 --hostfile x", "4 0 -");
}

TEST(launch_numbers_that_are_none_say_nothing)
{
	assert_says("launch: [mpirun, -np, $RANKS, ./a]", "0 0 -");
	assert_says("launch: mpirun -np", "0 0 -");
	assert_says("launch: mpirun -np -4 ./a", "0 0 -");
	assert_says("launch: mpirun -np 99999999999999999999 ./a", "0 0 -");
}

TEST(launch_hosts_and_oversubscription_are_seen)
{
	assert_says("launch: mpirun --hostfile /work/hosts --oversubscribe ./a", "0 0 /work/hosts over");
	assert_says("launch: mpirun -H localhost --map-by :OVERSUBSCRIBE -np 4 ./a", "4 0 localhost over");
}

TEST(launch_scripts_of_a_shell_are_looked_into)
{
	assert_says("launch: [bash, -c, 'cd /work && mpirun -np 4 ./a; echo -n 5']", "4 0 - script");
	assert_says("launch:\n- sh\n- -c\n- |\n  set -e\n  mpirun \\\n    -np 6 \\\n    ./a\n  rm -n 7\n", "6 0 - script");
	assert_says("launch: [bash, run.sh]", "0 0 - none script");
}

TEST(launch_words_of_a_string_have_places_of_their_own)
{
	TEST_ARENA(a);
	struct launch_words w = read_words(&a, "launch: mpirun -np 16 ./a\n");
	char at[32];

	assert_string_equal(test_place(w.ranks_at, at), "1:20");
	assert_int_equal(w.ranks_at.length, 2);
	w = read_words(&a, "launch: 'mpirun -np 16 ./a'\n");
	assert_string_equal(test_place(w.ranks_at, at), "1:21");
}

TEST(launchers_are_known_by_their_base_name)
{
	assert_true(launch_words_is_launcher(STR("/usr/bin/mpirun")));
	assert_true(launch_words_is_launcher(STR("horovodrun")));
	assert_false(launch_words_is_launcher(STR("mpirun.sh")));
	assert_false(launch_words_is_launcher(STR("/opt/mpirun/a")));
	assert_false(launch_words_is_launcher(STR("")));
}
