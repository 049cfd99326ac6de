/* SPDX-License-Identifier: Apache-2.0 */
/* Build tool: embed_files OUT.c FILE…  Writes the array `assets` of struct asset, in the order given. */
#include <stdio.h>

static int embed(FILE *out, const char *name)
{
	FILE *in = fopen(name, "rb");
	unsigned long length = 0;
	int c;

	if (!in)
		return perror(name), -1;
	fprintf(out, "\t{{\"%s\", sizeof(\"%s\") - 1}, {(const char[]){", name, name);
	for (; (c = getc(in)) != EOF; length++)
		fprintf(out, "%s%d,", length % 32 ? "" : "\n\t\t", c > 127 ? c - 256 : c);
	fprintf(out, "0}, %lu}},\n", length);
	return fclose(in);
}

int main(int argc, char **argv)
{
	FILE *out;

	if (argc < 3)
		return fprintf(stderr, "usage: %s OUT.c FILE...\n", argv[0]), 2;
	out = fopen(argv[1], "w");
	if (!out)
		return perror(argv[1]), 1;
	fprintf(out, "/* Made by cmake/embed_files.c. */\n#include \"compiler/assets/assets.h\"\n\nconst struct asset assets[] = {\n");
	for (int i = 2; i < argc; i++)
		if (embed(out, argv[i]) != 0)
			return 1;
	fprintf(out, "};\nconst unsigned asset_count = %d;\n", argc - 2);
	return fclose(out) == 0 ? 0 : 1;
}
