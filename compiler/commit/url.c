/* SPDX-License-Identifier: Apache-2.0 */
/* Taking addresses of repositories apart, by git's rules (git-push(1), "GIT URLS"). */
#include "compiler/commit/url.h"

/* Where the part after "scheme://" begins; 0 when there is none. */
static size_t after_scheme(struct str url)
{
	size_t colon = str_find(url, ':');

	if (colon == SIZE_MAX || !str_starts(str_slice(url, colon, url.length), "://"))
		return 0;
	return colon + 3;
}

struct str url_without_credentials(struct arena *a, struct str url)
{
	size_t start = after_scheme(url), slash, at, colon;
	struct str host;

	if (start == 0)
		return arena_str(a, url);
	host = str_slice(url, start, url.length);
	slash = str_find(host, '/');
	host = str_slice(host, 0, slash == SIZE_MAX ? host.length : slash);
	at = str_find_last(host, '@');
	if (at == SIZE_MAX)
		return arena_str(a, url);
	colon = str_find(str_slice(host, 0, at), ':');
	if (str_starts(url, "http"))
		return arena_join(a, str_slice(url, 0, start), str_slice(url, start + at + 1, url.length));
	if (colon == SIZE_MAX)
		return arena_str(a, url);
	return arena_join(a, str_slice(url, 0, start + colon), str_slice(url, start + at, url.length));
}

static bool is_in_word(char c)
{
	return (unsigned char)c > ' ' && c != '"' && c != '\'';
}

/* A URL, or an option that has one: --push=https://… */
static struct str word_without_credentials(struct arena *a, struct str word)
{
	size_t colon = str_find(word, ':');
	size_t equals = str_find_last(str_slice(word, 0, colon == SIZE_MAX ? 0 : colon), '=');
	size_t start = equals == SIZE_MAX ? 0 : equals + 1;

	return arena_join(a, str_slice(word, 0, start), url_without_credentials(a, str_slice(word, start, word.length)));
}

struct str url_text_without_credentials(struct arena *a, struct str text)
{
	struct str out = STR("");

	for (size_t at = 0, end; at < text.length; at = end) {
		bool word = is_in_word(text.data[at]);
		struct str part;

		for (end = at; end < text.length && is_in_word(text.data[end]) == word;)
			end++;
		part = str_slice(text, at, end);
		out = arena_join(a, out, word ? word_without_credentials(a, part) : part);
	}
	return out;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str percent_decode(struct arena *a, struct str text)
{
	char *out = arena_alloc(a, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		int high = i + 2 < text.length ? hex_digit(text.data[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(text.data[i + 2]) : -1;

		if (text.data[i] == '%' && low >= 0) {
			out[length++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[length++] = text.data[i];
		}
	}
	return (struct str){out, length};
}

bool url_is_local(struct arena *a, struct str url, struct str *out_path)
{
	size_t colon = str_find(url, ':'), slash = str_find(url, '/');
	struct str rest;

	if (str_starts(url, "file://")) {
		rest = str_slice(url, after_scheme(url), url.length);
		slash = str_find(rest, '/');
		*out_path = percent_decode(a, str_slice(rest, slash == SIZE_MAX ? rest.length : slash, rest.length));
		return true;
	}
	if (colon != SIZE_MAX && (slash == SIZE_MAX || colon < slash))
		return false;
	*out_path = arena_str(a, url);
	return true;
}
