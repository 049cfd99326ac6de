/* SPDX-License-Identifier: Apache-2.0 */
/* Which lines of mpicc.yaml set a field of a job file. */
#include "compiler/inputs.h"
#include "compiler/lsp/lsp_inside.h"
#include "lib/read/read.h"

struct search {
	struct str field;
	struct arena *arena;
	struct default_place *out;
	uint32_t count;
};

/* The member that a dotted path leads to; NULL: it is not there. */
static const struct member *find_member(const struct node *map, struct str path)
{
	const struct member *m = NULL;
	struct str key;

	while (str_cut(&path, '.', &key)) {
		m = node_member(map, key);
		map = m ? m->value : NULL;
	}
	return m;
}

static void look_in(struct search *s, const struct node *map, const char *part, struct str layer)
{
	const struct member *m = find_member(node_get(map, part), s->field);

	if (m && s->count < default_place_max)
		s->out[s->count++] = (struct default_place){layer, m->key_at, m->value->at};
}

/* Later layers win: an environment's defaults over the project's, its overrides over the job. */
static void look_in_all(struct search *s, const struct node *document, struct str chosen)
{
	const struct node *all = node_get(document, "environments");

	look_in(s, document, "defaults", STR("defaults"));
	for (uint32_t i = 0; node_is(all, node_map) && i < all->member_count; i++) {
		const struct member *m = &all->members[i];

		if (chosen.length && !str_equal(chosen, m->key))
			continue;
		look_in(s, m->value, "defaults", arena_format(s->arena, "environments.%.*s.defaults", STR_ARG(m->key)));
		look_in(s, m->value, "overrides", arena_format(s->arena, "environments.%.*s.overrides", STR_ARG(m->key)));
	}
}

uint32_t defaults_find(struct lsp *s, struct str path, struct str field, struct arena *a, struct default_place *out)
{
	struct io io = documents_io(&s->documents);
	struct search search = {field, a, out, 0};
	struct document_list documents = {0};
	struct diag_list unseen;
	struct str project = s->project_file.length ? s->project_file : inputs_project_above(&io, path_folder(path), a), text;

	diag_list_init(&unseen, a);
	if (!project.length || !documents_text(&s->documents, project, a, &text))
		return 0;
	read_documents(source_new(a, source_project, project, text), a, &unseen, &documents);
	if (documents.count)
		look_in_all(&search, documents.items[0], s->environment);
	return search.count;
}
