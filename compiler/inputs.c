/* SPDX-License-Identifier: Apache-2.0 */
/* From paths to documents: files, folders, standard input, and the mpicc.yaml above each. */
#include "compiler/inputs.h"

#include "compiler/input_texts.h"
#include "compiler/kubeflow/mpijob.h"

enum { folder_depth_max = 32 };

/* A project file that was looked for: `path` is where, `project` NULL where it has mistakes. */
struct known_project {
	struct str path;
	const struct project *project;
};

struct reading {
	const struct compile_request *request;
	struct arena *arena;
	struct diag_list *diags;
	struct input_list *out;
	struct input_text *found; /* job files, in the order they are compiled in */
	uint32_t found_count, found_capacity;
	struct known_project *projects;
	uint32_t project_count, project_capacity;
	struct str root; /* the input folder that is walked through */
	uint32_t strays; /* inputs that are project files */
	struct str last_folder,
		last_found; /* what find_project was asked last, and its answer: files of a folder come together */
	struct error *err;
};

static enum io_kind kind_of(const struct reading *r, struct str path)
{
	return r->request->io->kind(r->request->io->payload, path);
}

/* The nearest mpicc.yaml in `folder` or above it, up to the repository's root; empty when there is none. */
static struct str search_project(struct reading *r, struct str folder)
{
	for (int level = 0; level < folder_depth_max; level++) {
		struct str path = path_join(r->arena, folder, STR(PROJECT_FILE));

		if (kind_of(r, path) == io_file)
			return path;
		if (str_is(folder, "/") || kind_of(r, path_join(r->arena, folder, STR(".git"))) != io_absent)
			break;
		if (str_is(folder, ".") || str_is(path_name(folder), ".."))
			folder = str_is(folder, ".") ? STR("..") : path_join(r->arena, folder, STR(".."));
		else
			folder = path_folder(folder);
	}
	return STR_NONE;
}

static struct str find_project(struct reading *r, struct str folder)
{
	if (!r->last_folder.data || !str_equal(r->last_folder, folder)) {
		r->last_found = search_project(r, folder);
		r->last_folder = folder;
	}
	return r->last_found;
}

static void add_text(struct reading *r, const struct source *source, const struct document_list *documents)
{
	if (!r->out)
		return;
	arena_grow(r->arena, r->out->texts.items, r->out->texts.count, r->out->texts.capacity);
	r->out->texts.items[r->out->texts.count++] = (struct text){source, *documents};
}

static const struct project *read_project(struct reading *r, struct str path, bool *failed)
{
	struct project *project = arena_new(r->arena, struct project);
	struct decoder decoder = {r->arena, r->diags};
	struct document_list documents = {0};
	struct source *source;

	if (path.length) {
		*failed = input_source_read(r->request->io, path, source_project, r->arena, r->diags, &source, r->err) < 0;
		if (*failed || !source || !read_documents(source, r->arena, r->diags, &documents))
			return NULL;
		add_text(r, source, &documents);
		if (documents.count > 1) {
			diag_report(r->diags, diag_E0306, documents.items[1]->at, PROJECT_FILE " must be one document");
			return NULL;
		}
	}
	if (!project_decode(&decoder, documents.count ? documents.items[0] : NULL, r->request->environment, project))
		return NULL;
	return project;
}

/* `found` is the project file that was found for the job files at hand. */
static const struct project *project_for(struct reading *r, struct str found, bool *failed)
{
	struct str named = r->request->project_file;
	struct str path = named.length ? named : found;
	struct known_project *known;

	for (uint32_t i = 0; i < r->project_count; i++)
		if (str_equal(r->projects[i].path, path))
			return r->projects[i].project;
	arena_grow(r->arena, r->projects, r->project_count, r->project_capacity);
	known = &r->projects[r->project_count++];
	*known = (struct known_project){path, read_project(r, path, failed)};
	return known->project;
}

static bool is_job(const struct node *document)
{
	return str_starts(node_text(node_get(document, "apiVersion")), "mpicc.dev/") || mpijob_is(document);
}

static void add_document(struct reading *r, const struct node *document, const struct project *project)
{
	struct str version = node_text(node_get(document, "apiVersion")), kind = node_text(node_get(document, "kind"));
	struct diag *d;

	if (is_job(document)) {
		arena_grow(r->arena, r->out->items, r->out->count, r->out->capacity);
		r->out->items[r->out->count++] = (struct job_input){document, project};
		return;
	}
	d = diag_report(r->diags, diag_E0303, document->at, "this document is no MPI job: apiVersion `%.*s`, kind `%.*s`",
			STR_ARG(version), STR_ARG(kind));
	diag_help(r->diags, d,
		  "a job has `apiVersion: mpicc.dev/v1` (or kubeflow.org/v1, kubeflow.org/v2beta1) and `kind: MPIJob`");
}

static void find_file(struct reading *r, struct str path, struct str project_file)
{
	for (uint32_t i = 0; str_is(path, "-") && i < r->found_count; i++) {
		if (!str_is(r->found[i].path, "-"))
			continue;
		diag_report(r->diags, diag_E0305, PLACE_NONE, "`-` is there twice, but standard input can be read once only");
		return;
	}
	arena_grow(r->arena, r->found, r->found_count, r->found_capacity);
	r->found[r->found_count++] = (struct input_text){.path = path, .project = project_file};
}

/* What is not read right, or belongs to a project with mistakes, would only cause mistakes that are none. */
static int add_file(struct reading *r, const struct input_text *t)
{
	const struct project *project;
	bool failed = false;

	diag_list_append(r->diags, &t->missing);
	if (!t->source)
		return 0;
	project = project_for(r, t->project, &failed);
	if (!project)
		return failed ? -1 : 0;
	diag_list_append(r->diags, &t->mistakes);
	if (!t->right)
		return 0;
	add_text(r, t->source, &t->documents);
	if (t->documents.count == 0)
		diag_report(r->diags, diag_E0302, (struct place){t->source, 0, 0}, "the file is empty");
	for (uint32_t i = 0; i < t->documents.count; i++)
		add_document(r, t->documents.items[i], project);
	return 0;
}

/* What is wrong in files before one that cannot be read is still said. */
static int add_files(struct reading *r)
{
	uint32_t readable = 0;
	int status = input_texts_read(r->request->io, r->found, r->found_count, r->arena, &readable, r->err);

	for (uint32_t i = 0; i < readable; i++)
		if (add_file(r, &r->found[i]) < 0)
			return -1;
	return status;
}

static bool is_yaml(struct str name)
{
	return str_ends(name, ".yaml") || str_ends(name, ".yml");
}

/* A folder's own mpicc.yaml, or the one from above unless a repository begins here. */
static struct str folder_project(struct reading *r, struct str folder, const struct str *names, uint32_t count, struct str above)
{
	for (uint32_t i = 0; i < count; i++) {
		if (str_is(names[i], ".git"))
			above = STR_NONE;
		if (str_is(names[i], PROJECT_FILE) && kind_of(r, path_join(r->arena, folder, names[i])) == io_file)
			return path_join(r->arena, folder, names[i]);
	}
	return above;
}

/* Output of an earlier compilation among the inputs: manifests are no jobs. */
static bool is_output(struct reading *r, struct str folder)
{
	return kind_of(r, path_join(r->arena, folder, STR(OWNED_FILE))) != io_absent;
}

static int read_folder(struct reading *r, struct str folder, struct str project_file, int depth, bool *found);

/* Whoever may add a file to a folder could else have any other file shown in messages. */
static bool leads_out(struct reading *r, struct str path)
{
	const struct io *io = r->request->io;

	if (!io->is_link(io->payload, path) || io->inside(io->payload, r->root, path))
		return false;
	diag_report(r->diags, diag_E0511, PLACE_NONE, "%.*s: the link leads out of the folder `%.*s`", STR_ARG(path), STR_ARG(r->root));
	return true;
}

static int read_entry(struct reading *r, struct str path, struct str project_file, int depth, bool *found)
{
	enum io_kind kind = kind_of(r, path);

	if ((kind == io_folder || is_yaml(path)) && leads_out(r, path)) {
		*found = true;
		return 0;
	}
	if (kind == io_folder)
		return is_output(r, path) ? 0 : read_folder(r, path, project_file, depth + 1, found);
	if (!is_yaml(path))
		return 0;
	*found = true;
	if (kind == io_special)
		diag_report(r->diags, diag_E0305, PLACE_NONE, "%.*s: not a regular file", STR_ARG(path));
	else
		find_file(r, path, project_file);
	return 0;
}

/* What `mpicc-yaml test` keeps beside job files. */
static bool is_beside(struct str name)
{
	return str_ends(name, EXPECT_ENDING) || str_ends(name, SNAPSHOT_ENDING);
}

/* Hidden folders and files are left out, and mpicc.yaml itself. */
static int read_folder(struct reading *r, struct str folder, struct str project_file, int depth, bool *found)
{
	const struct io *io = r->request->io;
	struct str *names;
	uint32_t count;

	if (depth == folder_depth_max)
		return error_set(r->err, error_io, "%.*s: folders are nested too deeply", STR_ARG(folder));
	if (io->list(io->payload, folder, r->arena, &names, &count, r->err) < 0)
		return -1;
	project_file = folder_project(r, folder, names, count, project_file);
	for (uint32_t i = 0; i < count; i++) {
		if (str_starts(names[i], ".") || str_is(names[i], PROJECT_FILE) || is_beside(names[i]))
			continue;
		if (read_entry(r, path_join(r->arena, folder, names[i]), project_file, depth, found) < 0)
			return -1;
	}
	return 0;
}

/* The shell's `*.yaml` names the project as well, which is found without. */
static bool is_stray_project(const struct reading *r, struct str path)
{
	return r->request->input_count > 1 && str_is(path_name(path), PROJECT_FILE);
}

static void report_empty(struct reading *r, struct str path)
{
	struct diag *d = diag_report(r->diags, diag_E0302, PLACE_NONE, "the folder `%.*s` holds no job files (*.yaml, *.yml)",
				     STR_ARG(path));

	diag_help(r->diags, d, "if the last job is gone for good, `--allow-empty` removes what was made of it");
}

static int read_input(struct reading *r, struct str path)
{
	bool found = false;

	if (is_stray_project(r, path)) {
		r->strays++;
		return 0;
	}
	if (kind_of(r, path) != io_folder) {
		find_file(r, path, find_project(r, path_folder(path)));
		return 0;
	}
	r->root = path;
	if (read_folder(r, path, find_project(r, path), 0, &found) < 0)
		return -1;
	if (!found && !r->request->allow_empty)
		report_empty(r, path);
	return 0;
}

static int add_documents(struct reading *r, const struct node *const *documents, uint32_t count)
{
	const struct project *project;
	bool failed = false;

	if (!count)
		return 0;
	project = project_for(r, find_project(r, STR(".")), &failed);
	for (uint32_t i = 0; project && i < count; i++)
		add_document(r, documents[i], project);
	return failed ? -1 : 0;
}

int inputs_read(const struct compile_request *request, struct arena *a, struct diag_list *diags, struct input_list *out,
		struct error *err)
{
	struct reading r = {.request = request, .arena = a, .diags = diags, .out = out, .err = err};
	struct error ignored; /* files that were found before a folder that cannot be listed are read for their mistakes */
	bool failed = false;

	*out = (struct input_list){0};
	if (add_documents(&r, request->documents, request->document_count) < 0)
		return -1;
	for (uint32_t i = 0; i < request->input_count && !failed; i++)
		failed = read_input(&r, request->inputs[i]) < 0;
	if (failed)
		r.err = &ignored;
	if (add_files(&r) < 0 || failed)
		return -1;
	if (r.strays && r.strays == request->input_count)
		diag_report(diags, diag_E0302, PLACE_NONE, "every input is a " PROJECT_FILE);
	return 0;
}

static const struct source *cache_find(const struct source_cache *cache, enum source_kind kind, struct str name)
{
	for (uint32_t i = 0; i < cache->count; i++)
		if (cache->items[i]->kind == kind && str_equal(cache->items[i]->name, name))
			return cache->items[i];
	return NULL;
}

const struct source *source_cache_add(struct source_cache *cache, enum source_kind kind, struct str name, struct str text)
{
	const struct source *known = cache_find(cache, kind, name);

	if (known)
		return known;
	arena_grow(cache->arena, cache->items, cache->count, cache->capacity);
	return cache->items[cache->count++] = source_new(cache->arena, kind, name, text);
}

/*
 * Messages about a script show lines of it, so a job file must not name just
 * any file: only what calls itself Lua, and never a pipe or a device.
 */
static bool is_script(const struct source_cache *cache, struct str name, const struct node *path, struct diag_list *diags)
{
	struct diag *d;

	if (!str_ends(name, ".lua")) {
		d = diag_report(diags, diag_E0307, path->at, "`%.*s` is not a Lua file", STR_ARG(path->text));
		diag_help(diags, d, "names of hooks and flavours end in .lua");
		return false;
	}
	if (cache->io->kind(cache->io->payload, name) != io_special)
		return true;
	diag_report(diags, diag_E0305, path->at, "%.*s: not a regular file", STR_ARG(name));
	return false;
}

/*
 * Job files come from many hands, and messages show lines of what they name.
 * What mpicc.yaml names is the platform team's own business.
 */
static bool is_within(const struct source_cache *cache, struct str name, const struct node *path, struct diag_list *diags)
{
	const struct io *io = cache->io;
	const struct source *by = path->at.source;
	struct diag *d;

	if (!by || by->kind != source_file || io->inside(io->payload, cache->project, name) ||
	    io->inside(io->payload, path_folder(by->name), name))
		return true;
	d = diag_report(diags, diag_E0511, path->at, "`%.*s` lies outside of the project", STR_ARG(path->text));
	diag_help(diags, d,
		  "job files may name Lua files in the folder of their mpicc.yaml (without one: the current folder), or beside them; "
		  "`hooks` and `defaults` of mpicc.yaml may name any");
	return false;
}

const struct source *source_cache_get(struct source_cache *cache, enum source_kind kind, const struct node *path,
				      struct diag_list *diags)
{
	struct str beside = path->at.source ? path->at.source->name : STR("");
	struct str name = path_beside(cache->arena, beside, path->text), text;
	const struct source *known;
	struct error err = {0};

	known = cache_find(cache, kind, name);
	if (known)
		return known;
	if (!is_script(cache, name, path, diags) || !is_within(cache, name, path, diags))
		return NULL;
	if (cache->io->read(cache->io->payload, name, script_file_max, cache->arena, &text, &err) == 0)
		return source_cache_add(cache, kind, name, text);
	if (err.code != error_not_found) {
		cache->failed = true;
		if (cache->err)
			*cache->err = err;
		return NULL;
	}
	diag_report(diags, diag_E0305, path->at, "%s", err.message);
	return NULL;
}

int inputs_project(const struct compile_request *request, struct arena *a, struct diag_list *diags, struct project *out,
		   struct error *err)
{
	struct reading r = {.request = request, .arena = a, .diags = diags, .err = err};
	bool failed = false;
	const struct project *project = project_for(&r, find_project(&r, STR(".")), &failed);

	if (failed)
		return -1;
	if (project)
		*out = *project;
	return 0;
}

struct str inputs_project_above(const struct io *io, struct str folder, struct arena *a)
{
	const struct compile_request request = {.io = io};
	struct reading r = {.request = &request, .arena = a};

	return search_project(&r, folder);
}
