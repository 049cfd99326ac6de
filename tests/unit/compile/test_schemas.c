/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas from end to end: versions, files of definitions. */
#include "compiler/schema/schema.h"
#include "tests/unit/compile/compile_case.h"

#define HOOKED JOB("x") "hooks: [h.lua]\n"
/* A definition of a kind in g.io/v1 whose spec has a number `count`. */
#define CRD(kind)                                                                                                                \
	"kind: CustomResourceDefinition\nspec: {group: g.io, names: {kind: " kind "}, versions: [{name: v1, schema: "            \
	"{openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {count: {type: integer}}}}}}}]}\n"
#define ADD(kind, spec)                                                                                                          \
	"table.insert(o, {apiVersion = 'g.io/v1', kind = '" kind "', metadata = {name = 'a'}, spec = {" spec "}}) "

static struct str schema_files[2];

/* A job whose hook adds objects, and the files of definitions a.yaml and b.yaml. */
static void with_schemas(struct compile_case *c, struct arena *a, const char *objects, uint32_t count)
{
	compile_case_job(c, a, HOOKED);
	compile_case_file(c, "h.lua", arena_format(a, "return function(o) %s end\n", objects).data);
	compile_case_file(c, "a.yaml", CRD("A"));
	compile_case_file(c, "b.yaml", CRD("B"));
	schema_files[0] = STR("a.yaml");
	schema_files[1] = STR("b.yaml");
	c->request.schemas = schema_files;
	c->request.schema_count = count;
}

TEST(a_kind_without_a_schema_passes)
{
	TEST_ARENA(a);
	struct compile_case c;

	with_schemas(&c, &a, ADD("A", "count = 'x'"), 0);
	compile_case_succeed(&c);
	with_schemas(&c, &a, ADD("B", "count = 'x'"), 1);
	compile_case_succeed(&c);
}

TEST(every_file_of_definitions_counts)
{
	TEST_ARENA(a);
	struct compile_case c;

	with_schemas(&c, &a, ADD("A", "count = 1") ADD("B", "count = 1"), 2);
	compile_case_succeed(&c);
	with_schemas(&c, &a, ADD("A", "count = 'x'"), 2);
	compile_case_refuse(&c, diag_E0803, "1:1", "`count` must be an integer, not a string");
	with_schemas(&c, &a, "table.insert(o, {apiVersion = 'g.io/v1', kind = 'A', metadata = {name = 'a', spec = 1}}) ", 2);
	compile_case_refuse(&c, diag_E0801, "1:1", "unknown field `spec` in `metadata`");
	assert_str(c.diags.items[0].help, "`spec` is a field of the A");
	with_schemas(&c, &a, ADD("B", "m = 1"), 2);
	compile_case_refuse(&c, diag_E0801, "1:1", "unknown field `m` in `spec`");
}

TEST(a_file_that_is_missing_or_wrong_is_reported)
{
	TEST_ARENA(a);
	struct compile_case c;

	with_schemas(&c, &a, "", 1);
	schema_files[0] = STR("none.yaml");
	compile_case_run(&c);
	assert_int_equal(c.diags.items[0].code, diag_E0305);
	with_schemas(&c, &a, "", 1);
	compile_case_file(&c, "a.yaml", "[\n");
	compile_case_run(&c);
	assert_int_equal(c.diags.items[0].code, diag_E0101);
	with_schemas(&c, &a, "", 1);
	compile_case_file(&c, "a.yaml", "kind: Job\n");
	compile_case_refuse(&c, diag_E0811, "1:1", "there is no CustomResourceDefinition");
}

/* What the compiler makes by itself is there in every version; a job with all fields may name what came later. */
TEST(our_own_objects_are_valid_for_all_versions)
{
	static const char *const jobs[] = {JOB("x") "workers: 2\n", JOB("x") "workers: 2\nlauncher: {ranks: true}\n", JOB("x")};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(jobs) / sizeof(*jobs); i++) {
		for (int version = schema_version_min; version <= schema_version_max; version++) {
			struct compile_case c;

			compile_case_job(&c, &a, jobs[i]);
			compile_case_file(&c, "mpicc.yaml", arena_format(&a, "kubernetes: \"1.%d\"\n", version).data);
			compile_case_succeed(&c);
		}
	}
}
