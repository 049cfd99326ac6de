/* SPDX-License-Identifier: Apache-2.0 */
/* A row for each form of text. */
#include "compiler/validate/format.h"

#include <arpa/inet.h>
#include <string.h>

#include "lib/base/rfc3339.h"
#include "lib/contract/names.h"

enum { port_max = 65535, port_name_max = 15 };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Line ends may stand anywhere in it (encoding/base64 of Go). */
static bool is_base64(struct str text)
{
	size_t count = 0, padding = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c == '\r' || c == '\n')
			continue;
		if (c == '=')
			padding++;
		else if (padding || (!is_letter(c) && !is_digit(c) && c != '+' && c != '/'))
			return false;
		count++;
	}
	return count % 4 == 0 && padding <= 2;
}

static bool is_date_time(struct str text)
{
	int64_t ms;

	return rfc3339_parse(text, &ms);
}

/* The prefix is looked at in lower case (ValidateAnnotations). */
static bool is_annotation_key(struct str key)
{
	char lower[name_subdomain_max + 1 + name_label_max];

	if (key.length > sizeof(lower))
		return false;
	for (size_t i = 0; i < key.length; i++) {
		char c = key.data[i];

		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return name_is_label_key((struct str){lower, key.length});
}

/* What needs no prefix (IsStandardContainerResourceName). */
static bool is_resource_name(struct str name)
{
	return str_is(name, "cpu") || str_is(name, "memory") || str_is(name, "ephemeral-storage") ||
	       str_starts(name, "hugepages-") || (str_find(name, '/') != SIZE_MAX && name_is_label_key(name));
}

/* IsValidPortName: at least one letter, no `-` at the ends or twice in a row. */
static bool is_port_name(struct str name)
{
	bool letter = false;

	if (name.length == 0 || name.length > port_name_max || !name_is_dns1123_label(name))
		return false;
	for (size_t i = 0; i < name.length; i++) {
		letter |= is_letter(name.data[i]);
		if (name.data[i] == '-' && name.data[i - 1] == '-')
			return false;
	}
	return letter;
}

/* IsRelaxedEnvVarName. */
static bool is_env_name(struct str name)
{
	for (size_t i = 0; i < name.length; i++)
		if (name.data[i] < ' ' || name.data[i] > '~' || name.data[i] == '=')
			return false;
	return name.length > 0;
}

static bool is_inner_path(struct str path)
{
	struct str part;

	if (str_starts(path, "/"))
		return false;
	while (str_cut(&path, '/', &part))
		if (str_is(part, ".."))
			return false;
	return true;
}

/* The bits that an address has; 0: it is none. */
static int64_t address_bits(struct str text)
{
	char copy[INET6_ADDRSTRLEN];
	struct in6_addr address;

	if (text.length == 0 || text.length >= sizeof(copy) || memchr(text.data, '\0', text.length))
		return 0;
	memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	return inet_pton(AF_INET, copy, &address) == 1 ? 32 : inet_pton(AF_INET6, copy, &address) == 1 ? 128 : 0;
}

static bool is_ip(struct str text)
{
	return address_bits(text) != 0;
}

static bool is_cidr(struct str text)
{
	struct str address;
	int64_t bits;

	if (!str_cut(&text, '/', &address) || !str_to_int(text, &bits))
		return false;
	return is_ip(address) && bits >= 0 && bits <= address_bits(address);
}

/* IsValidPercent. */
static bool is_percentage(struct str text)
{
	for (size_t i = 0; i + 1 < text.length; i++)
		if (!is_digit(text.data[i]))
			return false;
	return text.length > 1 && str_ends(text, "%");
}

struct form {
	bool (*accepts)(struct str text);
	const char *name, *help;
};

static const struct form forms[] = {
	[schema_byte] = {is_base64, "base64", "encode it (`base64 -w0`), or use `stringData` where there is one"},
	[schema_date_time] = {is_date_time, "a point in time", "as in 2026-01-31T12:00:00Z (RFC 3339)"},
	[schema_dns_label] = {name_is_dns1123_label, "a DNS label", "lower-case letters, digits and `-`, at most 63 of them"},
	[schema_subdomain] = {name_is_dns1123_subdomain, "a DNS name", "lower-case letters, digits, `-` and `.`"},
	[schema_label_key] = {name_is_label_key, "a label's key",
			      "[prefix/]name: a DNS name, then at most 63 letters, digits, `-`, `_` and `.`"},
	[schema_label_value] = {name_is_label_value, "a label's value", "at most 63 letters, digits, `-`, `_` and `.`"},
	[schema_annotation_key] = {is_annotation_key, "an annotation's key",
				   "[prefix/]name: a DNS name, then at most 63 letters, digits, `-`, `_` and `.`"},
	[schema_resource_name] = {is_resource_name, "a resource",
				  "cpu, memory, ephemeral-storage, hugepages-SIZE, or one of a device plugin as in nvidia.com/gpu"},
	[schema_port_name] = {is_port_name, "a port's name",
			      "lower-case letters, digits and `-`, at most 15 of them, with a letter among them"},
	[schema_port] = {is_port_name, "a port", "a number from 1 to 65535, or the name of a port of the container"},
	[schema_env_name] = {is_env_name, "a variable's name", "printable ASCII without `=`"},
	[schema_inner_path] = {is_inner_path, "a path within the volume", "relative, and without `..`"},
	[schema_ip] = {is_ip, "an IP address", "as in 10.0.0.1 or fd00::1"},
	[schema_cidr] = {is_cidr, "a network", "an address and bits, as in 10.0.0.0/8 or fd00::/64"},
	[schema_share] = {is_percentage, "a number or a percentage", "as in 1 or \"50%\""},
	[schema_cron] = {cron_is_valid, "a cron schedule",
			 "minute, hour, day, month, weekday as in \"30 2 * * 1-5\", or @daily and its like"},
};

static const struct form *form_of(enum schema_format format)
{
	return format < sizeof(forms) / sizeof(*forms) ? &forms[format] : &forms[schema_none];
}

bool format_accepts(enum schema_format format, struct str text)
{
	const struct form *form = form_of(format);

	return !form->accepts || form->accepts(text);
}

const char *format_name(enum schema_format format)
{
	return form_of(format)->name;
}

const char *format_help(enum schema_format format)
{
	return form_of(format)->help;
}
