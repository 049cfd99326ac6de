/* SPDX-License-Identifier: Apache-2.0 */
/* mpicc.yaml: decoded with an environment, laid round job files. */
#include "compiler/spec/project.h"

#include "tests/unit/spec/spec_case.h"

struct project_case {
	struct spec_case base;
	struct project project;
	bool ok;
};

static void decode(struct project_case *c, struct arena *a, const char *text, const char *environment)
{
	const struct node *document = text ? test_read_as(a, source_project, PROJECT_FILE, str_from(text)) : NULL;

	spec_case_init(&c->base, a);
	c->ok = project_decode(&c->base.decoder, document, str_from(environment), &c->project);
	assert_int_equal(c->ok, c->base.diags.errors == 0);
}

static void accept(struct project_case *c, struct arena *a, const char *text, const char *environment)
{
	decode(c, a, text, environment);
	assert_no_diags(&c->base.diags);
}

static void refuse(const char *text, const char *environment, enum diag_code code, const char *at, const char *message)
{
	TEST_ARENA(a);
	struct project_case c;

	decode(&c, &a, text, environment);
	assert_diag(&c.base.diags, 0, code, at, message);
	assert_int_equal(c.base.diags.count, 1);
}

TEST(without_a_file_all_is_default)
{
	TEST_ARENA(a);
	struct project_case c;

	accept(&c, &a, NULL, NULL);
	assert_null(c.project.source);
	assert_str(c.project.cluster_domain, "cluster.local");
	assert_int_equal(c.project.kubernetes, 3);
	assert_int_equal(c.project.hook_instructions, 10000000);
	assert_int_equal(c.project.hook_megabytes, 64);
	assert_int_equal(c.project.hook_milliseconds, 500);
	assert_null(c.project.defaults);
	assert_null(c.project.overrides);
	assert_null(c.project.hooks);
	assert_int_equal(c.project.repository.length, 0);
	assert_null(c.project.age_recipients);
	assert_int_equal(c.project.certificate.length, 0);
}

TEST(every_field_is_taken)
{
	TEST_ARENA(a);
	struct project_case c;

	accept(&c, &a,
	       "defaults: {queue: batch}\nenvironments: {dev: {}}\nkubernetes: \"1.31\"\nclusterDomain: k8s.example\n"
	       "output: {repo: ../deploy.git, branch: next, base: main, path: clusters/prod}\nhooks: [a.lua]\n"
	       "keys: {sops: {age: [age1x]}, sealed: {certificate: seal.pem}}\nquotas: {hpc: {cpu: 512, gpu: 64}}\n"
	       "budget: {instructions: 5000, memory: 1, milliseconds: 7}\n",
	       NULL);
	for (unsigned i = 0; i < project_field_count; i++)
		assert_non_null(c.project.nodes[i]);
	assert_int_equal(c.project.kubernetes, 0);
	assert_str(c.project.cluster_domain, "k8s.example");
	assert_str(c.project.repository, "../deploy.git");
	assert_str(c.project.branch, "next");
	assert_str(c.project.base, "main");
	assert_str(c.project.folder, "clusters/prod");
	assert_tree(c.project.hooks, "[a.lua]");
	assert_tree(c.project.quotas, "{hpc: {cpu: \"512\", nvidia.com/gpu: \"64\"}}");
	assert_int_equal(c.project.hook_instructions, 5000);
	assert_int_equal(c.project.hook_megabytes, 1);
	assert_int_equal(c.project.hook_milliseconds, 7);
	assert_int_equal(c.project.source->kind, source_project);
	assert_int_equal(c.project.environment.length, 0);
}

TEST(mistakes_are_reported)
{
	refuse("default: {}\n", NULL, diag_E0201, "1:1", "unknown field `default`");
	refuse("output: {repository: x}\n", NULL, diag_E0201, "1:10", "unknown field `output.repository`");
	refuse("output: x\n", NULL, diag_E0203, "1:9", "`output` must be a map, not a string");
	refuse("kubernetes: 1.34\n", NULL, diag_E0203, "1:13", "`kubernetes` must be a string, not a number");
	refuse("kubernetes: '1.20'\n", NULL, diag_E0206, "1:13", "invalid `kubernetes`: `1.20`");
	refuse("defaults: [a]\n", NULL, diag_E0203, "1:11", "`defaults` must be a map, not a list");
	refuse("hooks: [1]\n", NULL, diag_E0203, "1:9", "`hooks` must be a list of strings, not an integer");
	refuse("budget: {instructions: 999}\n", NULL, diag_E0204, "1:24",
	       "`budget.instructions` must be between 1000 and 10000000000");
	refuse("budget: {memory: 0}\n", NULL, diag_E0204, "1:18", "`budget.memory` must be between 1 and 65536");
	refuse("budget: {milliseconds: 600001}\n", NULL, diag_E0204, "1:24",
	       "`budget.milliseconds` must be between 1 and 600000");
	refuse("- a\n", NULL, diag_E0203, "1:1", "a mpicc.yaml must be a map, not a list");
}

static const char environments[] = "kubernetes: '1.33'\n"
				   "clusterDomain: all.example\n"
				   "defaults: {queue: batch, workers: 2, env: {A: '1', B: '2'}}\n"
				   "hooks: [all.lua]\n"
				   "output: {repo: r, branch: main}\n"
				   "environments:\n"
				   "  dev: {overrides: {workers: 1, queue: null}, output: {branch: dev}}\n"
				   "  prod:\n"
				   "    defaults: {queue: gold, env: {B: null, C: '3'}}\n"
				   "    kubernetes: '1.35'\n"
				   "    clusterDomain: prod.example\n"
				   "    hooks: [prod.lua, more.lua]\n";

TEST(an_environment_lays_its_fields_over_the_projects)
{
	TEST_ARENA(a);
	struct project_case c;

	accept(&c, &a, environments, "prod");
	assert_str(c.project.environment, "prod");
	assert_int_equal(c.project.kubernetes, 4);
	assert_str(c.project.cluster_domain, "prod.example");
	assert_tree(c.project.hooks, "[prod.lua, more.lua]");
	assert_str(c.project.branch, "main");
	assert_null(c.project.overrides);
	assert_tree(c.project.defaults, "{queue: gold, workers: 2, env: {A: '1', C: '3'}}");
	accept(&c, &a, environments, "dev");
	assert_str(c.project.branch, "dev");
	assert_str(c.project.repository, "r");
	assert_tree(c.project.overrides, "{workers: 1, queue: null}");
	assert_tree(c.project.hooks, "[all.lua]");
}

TEST(without_an_environment_none_counts)
{
	TEST_ARENA(a);
	struct project_case c;

	accept(&c, &a, environments, NULL);
	assert_int_equal(c.project.kubernetes, 2);
	assert_null(c.project.overrides);
	assert_tree(c.project.hooks, "[all.lua]");
}

TEST(an_environment_must_be_there)
{
	TEST_ARENA(a);
	struct project_case c;

	refuse("environments: {prod: {}, dev: {}}\n", "prd", diag_E0301, "1:15", "there is no environment `prd` in mpicc.yaml");
	decode(&c, &a, "environments: {prod: {}, dev: {}}\n", "prd");
	assert_str(c.base.diags.items[0].help, "did you mean `prod`?");
	decode(&c, &a, "environments: {prod: {}, dev: {}}\n", "xyz");
	assert_str(c.base.diags.items[0].help, "one of `prod`, `dev`");
	refuse("kubernetes: '1.33'\n", "prod", diag_E0301, "1:1", "there is no environment `prod`");
	refuse(NULL, "prod", diag_E0301, "0:0", "there is no environment `prod`");
}

TEST(an_environment_has_fields_of_its_own)
{
	TEST_ARENA(a);
	struct project_case c;

	refuse("environments: {prod: {override: {}}}\n", "prod", diag_E0201, "1:23",
	       "unknown field `override` of an environment");
	decode(&c, &a, "environments: {prod: {override: {}}}\n", "prod");
	assert_true(str_starts(c.base.diags.items[0].help, "did you mean `overrides`?"));
	refuse("environments: {prod: x}\n", "prod", diag_E0203, "1:22", "an environment must be a map, not a string");
	refuse("environments: {prod: {overrides: x}}\n", "prod", diag_E0203, "1:34", "`overrides` must be a map, not a string");
	refuse("environments: {prod: {kubernetes: x}}\n", "prod", diag_E0206, "1:35", "invalid `kubernetes`: `x`");
	/* Not looked at unless chosen. */
	accept(&c, &a, "environments: {prod: x, dev: {}}\n", "dev");
	accept(&c, &a, "environments: {prod: {overrides: null}}\n", "prod");
	assert_null(c.project.overrides);
}

static struct node *apply(struct arena *a, const char *project, const char *environment, const char *job)
{
	struct project_case c;

	accept(&c, a, project, environment);
	return project_apply(a, &c.project, test_read(a, job));
}

TEST(defaults_are_beneath_the_job_and_overrides_on_top)
{
	TEST_ARENA(a);
	static const char project[] = "defaults: {queue: batch, slots: 2, clean: All}\n"
				      "environments: {dev: {defaults: {slots: 3, clean: None}, overrides: {queue: dev}}}\n";

	assert_tree(apply(&a, project, NULL, "{a: b}"), "{queue: batch, slots: 2, clean: All, a: b}");
	assert_tree(apply(&a, project, NULL, "{slots: 5}"), "{queue: batch, slots: 5, clean: All}");
	assert_tree(apply(&a, project, "dev", "{slots: 5, queue: mine}"), "{queue: dev, slots: 5, clean: None}");
	assert_tree(apply(&a, project, "dev", "{}"), "{queue: dev, slots: 3, clean: None}");
}

TEST(maps_merge_and_lists_replace)
{
	TEST_ARENA(a);
	static const char project[] = "defaults: {env: {A: '1', B: '2'}, hooks: [x, w], launcher: {resources: {cpu: 1}}}\n"
				      "environments: {dev: {overrides: {env: {A: '9'}, hooks: [z]}}}\n";

	assert_tree(apply(&a, project, NULL, "{env: {B: '3', C: '4'}, hooks: [j], launcher: {ranks: true}}"),
		    "{env: {A: '1', B: '3', C: '4'}, hooks: [j], launcher: {resources: {cpu: 1}, ranks: true}}");
	assert_tree(apply(&a, project, "dev", "{env: {B: '3'}, hooks: [j]}"),
		    "{env: {A: '9', B: '3'}, hooks: [z], launcher: {resources: {cpu: 1}}}");
}

TEST(null_deletes_what_is_beneath)
{
	TEST_ARENA(a);
	static const char project[] =
		"defaults: {queue: batch, env: {A: '1', B: '2'}}\nenvironments: {dev: {overrides: {suspend: null}}}\n";

	assert_tree(apply(&a, project, NULL, "{queue: null, env: {A: null}, slots: null}"), "{env: {B: '2'}}");
	assert_tree(apply(&a, project, NULL, "{env: null}"), "{queue: batch}");
	assert_tree(apply(&a, project, "dev", "{suspend: true}"), "{queue: batch, env: {A: '1', B: '2'}}");
}

TEST(null_stays_in_pod_overlays)
{
	TEST_ARENA(a);

	assert_tree(apply(&a, "defaults: {pod: {dnsPolicy: null}}\n", NULL, "{worker: {pod: {a: {b: null}}}, c: {d: null}}"),
		    "{pod: {dnsPolicy: null}, worker: {pod: {a: {b: null}}}, c: {}}");
}

TEST(values_remember_who_set_them)
{
	TEST_ARENA(a);
	static const char project[] = "defaults: {slots: 2}\nenvironments: {dev: {overrides: {workers: 1}}}\n";
	struct node *merged = apply(&a, project, "dev", "{workers: 5, retries: 1}");

	assert_int_equal(node_get(merged, "slots")->at.source->kind, source_project);
	assert_int_equal(node_get(merged, "workers")->at.source->kind, source_project);
	assert_int_equal(node_get(merged, "retries")->at.source->kind, source_file);
	assert_int_equal(merged->at.source->kind, source_file);
}

TEST(applying_changes_neither)
{
	TEST_ARENA(a);
	struct project_case c;
	struct node *job = test_read(&a, "{env: {A: null}, queue: null}"), *once, *twice;

	accept(&c, &a, "defaults: {queue: batch, env: {A: '1'}, pod: {a: {b: c}}}\n", NULL);
	once = project_apply(&a, &c.project, job);
	twice = project_apply(&a, &c.project, job);
	assert_true(node_equal(once, twice));
	assert_tree(c.project.defaults, "{queue: batch, env: {A: '1'}, pod: {a: {b: c}}}");
	assert_tree(job, "{env: {A: null}, queue: null}");
}
