/* SPDX-License-Identifier: Apache-2.0 */
/* Making and checking names. */
#include "lib/contract/names.h"

void run_names_make(struct arena *a, struct str job, struct str run_id, struct run_names *out)
{
	struct str run = arena_format(a, "%.*s-%.*s", STR_ARG(job), STR_ARG(run_id));

	out->run = run;
	out->launcher = arena_join(a, run, STR("-launcher"));
	out->worker = arena_join(a, run, STR("-worker"));
	out->config = arena_join(a, run, STR("-config"));
	out->secret = arena_join(a, run, STR("-ssh"));
}

struct str job_secret_name_make(struct arena *a, struct str job)
{
	return arena_join(a, job, STR("-ssh"));
}

struct str status_name_make(struct arena *a, struct str job)
{
	return arena_join(a, job, STR("-mpicc"));
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* A DNS-1123 label of any length. */
static bool is_label(struct str name)
{
	if (name.length == 0)
		return false;
	for (size_t i = 0; i < name.length; i++) {
		char c = name.data[i];
		bool edge = i == 0 || i == name.length - 1;

		if (!is_lower(c) && !is_digit(c) && (c != '-' || edge))
			return false;
	}
	return true;
}

bool name_is_dns1123_label(struct str name)
{
	return name.length <= name_label_max && is_label(name);
}

bool name_is_dns1035_label(struct str name)
{
	return name_is_dns1123_label(name) && is_lower(name.data[0]);
}

/* Kubernetes does not limit the parts between dots to 63 (IsDNS1123Subdomain), only the whole. */
bool name_is_dns1123_subdomain(struct str name)
{
	struct str part;

	if (name.length == 0 || name.length > name_subdomain_max)
		return false;
	while (str_cut(&name, '.', &part))
		if (!is_label(part))
			return false;
	return true;
}

/* Letters, digits, '-', '_', '.', beginning and ending with a letter or digit. */
static bool is_qualified(struct str s)
{
	if (s.length == 0 || s.length > name_label_max)
		return false;
	for (size_t i = 0; i < s.length; i++) {
		char c = s.data[i];
		bool edge = i == 0 || i == s.length - 1;

		if (!is_lower(c) && !is_upper(c) && !is_digit(c) && (edge || (c != '-' && c != '_' && c != '.')))
			return false;
	}
	return true;
}

bool name_is_label_key(struct str key)
{
	size_t slash = str_find(key, '/');

	if (slash == SIZE_MAX)
		return is_qualified(key);
	return name_is_dns1123_subdomain(str_slice(key, 0, slash)) && is_qualified(str_slice(key, slash + 1, key.length));
}

bool name_is_label_value(struct str value)
{
	return value.length == 0 || is_qualified(value);
}

bool name_is_data_key(struct str key)
{
	if (key.length == 0 || key.length > name_subdomain_max || str_is(key, ".") || str_starts(key, ".."))
		return false;
	for (size_t i = 0; i < key.length; i++) {
		char c = key.data[i];

		if (!is_lower(c) && !is_upper(c) && !is_digit(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return true;
}

bool name_is_variable(struct str name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.data[i];

		if (!is_lower(c) && !is_upper(c) && c != '_' && (i == 0 || !is_digit(c)))
			return false;
	}
	return name.length > 0;
}
