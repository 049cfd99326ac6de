/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a kind of object may look like: fields, types, required ones, choices,
 * ranges, formats, keys of lists, each with the versions of Kubernetes it is
 * there in. Tables only; compiler/validate holds objects against them.
 *
 * schema_kubernetes() has Kubernetes' own kinds, for all supported versions at
 * once; crd.h makes the same tables from a CustomResourceDefinition.
 */
#ifndef MPICC_SCHEMA_SCHEMA_H
#define MPICC_SCHEMA_SCHEMA_H

#include "lib/base/str.h"

/* Versions of Kubernetes by their minor number. */
enum { schema_version_min = 31, schema_version_max = 35 };

enum schema_kind {
	schema_any,
	schema_bool,
	schema_int,
	schema_number,
	schema_string,
	schema_quantity,      /* a number, or a text in the form of resource.Quantity */
	schema_int_or_string,
	schema_list,
	schema_map,           /* with fields, or any keys, or both */
	schema_metadata       /* of any object: the type that Kubernetes' own kinds have there */
};

/* Of a text, of a list, or of the keys of a map. */
enum schema_format {
	schema_none,
	schema_int32,
	schema_int64,
	schema_choice,         /* one of the type's rows */
	schema_byte,           /* base64 */
	schema_date_time,      /* RFC 3339 */
	schema_atomic,         /* a list that means nothing to a merge */
	schema_set,            /* a list of different scalars */
	schema_keyed,          /* a list of maps that differ in the type's rows */
	schema_dns_label,      /* DNS-1123 label */
	schema_subdomain,      /* DNS-1123 subdomain */
	schema_label_key,
	schema_label_value,
	schema_annotation_key, /* a label's key, but upper case is fine in the prefix */
	schema_resource_name,  /* cpu, memory, hugepages-…, or with a prefix */
	schema_port_name,      /* IANA service name: at most 15 of a-z, 0-9 and `-` */
	schema_port,           /* a number from 1 to 65535 or such a name */
	schema_env_name,       /* printable ASCII without `=` */
	schema_inner_path,     /* relative, without `..` */
	schema_ip,             /* an address, IPv4 or IPv6 */
	schema_cidr,           /* an address and the bits of its network */
	schema_share,          /* a number that is not negative, or a percentage */
	schema_cron
};

/* A field of a map, a choice, or a key of a list. */
struct schema_row {
	uint32_t text;         /* its name or value, in texts */
	uint32_t fallback;     /* keys and what is fixed: what a missing one is taken for, in texts; 0: nothing */
	uint16_t type;         /* of the field; 0 for choices and keys */
	uint8_t since, until;  /* versions it is there in */
	uint8_t required;      /* last version that needs it; 0: none does */
	uint8_t choice;        /* 1: counts among those of which `low` to `high` may be set */
	uint8_t fixed;         /* 1: cannot be changed on an object that is there; 2: the same, but it may be left out */
};

struct schema_type {
	/* Of numbers: the value. Of texts: characters. Of lists: items. Of maps: how many of the fields with `choice` are set. */
	int64_t low, high;
	uint32_t rows;         /* the first of them */
	uint32_t pattern;      /* one more than its index in patterns; 0: none */
	uint16_t count;        /* of rows, which are sorted by text */
	uint16_t item;         /* of a list; of members that are no fields; 0: there may be none */
	uint8_t kind, format;  /* enum schema_kind, enum schema_format */
};

struct schema_object {
	uint32_t group, version, kind; /* in texts; the core group is empty */
	uint16_t type;
	uint8_t since, until;
};

struct schema_pattern;

struct schema_set {
	const char *texts;     /* each ends in NUL; the first is empty */
	const struct schema_row *rows;
	const struct schema_type *types; /* the first two are "none" and "anything" */
	const struct schema_object *objects;
	uint32_t object_count;
	const struct schema_pattern *patterns;
	const struct schema_set *next;   /* looked at afterwards; NULL: none */
};

enum { schema_type_none, schema_type_any };

extern const struct schema_set schema_kubernetes;

struct str schema_text(const struct schema_set *set, uint32_t text);

/* The row of that text; NULL: there is none. */
const struct schema_row *schema_row_find(const struct schema_set *set, const struct schema_type *type, struct str text);

/* The type of any object's metadata, in schema_kubernetes. */
uint16_t schema_metadata_type(void);

/*
 * The object of that apiVersion ("batch/v1") and kind, in `*set` or those after
 * it; `*set` becomes the one it is in. NULL: there is none.
 */
const struct schema_object *schema_find(const struct schema_set **set, struct str api_version, struct str kind);

/* Whether any object of `set` alone has that apiVersion: then a kind that is not there does not exist. */
bool schema_has_version(const struct schema_set *set, struct str api_version);

#endif
