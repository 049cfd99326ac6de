/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/script/bench.h"

struct row {
	const char *body, *result;
};

static void check(const struct row *rows, size_t count)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < count; i++)
		assert_str(bench_body(&b, rows[i].body, "{}"), rows[i].result);
}
#define CHECK(rows) check((rows), sizeof(rows) / sizeof(*(rows)))

TEST(find_and_match)
{
	static const struct row rows[] = {
		{"return {('hello'):find('l')}", "[3,3]"},
		{"return {('hello'):find('l', 4)}", "[4,4]"},
		{"return {('hello'):find('l', -1)}", "{}"},
		{"return {('hello'):find('xyz') == nil, ('hello'):find('', 6), ('hello'):find('', 7) == nil}", "[true,6,true]"},
		{"return {('a.b'):find('.', 1, true), ('a.b'):find('.')}", "[2,1,1]"},
		{"return {('a.b'):find('%.')}", "[2,2]"},
		{"return {('key=val'):find('(%w+)=(%w+)')}", "[1,7,\"key\",\"val\"]"},
		{"return {('key=val'):match('(%w+)=(%w+)')}", "[\"key\",\"val\"]"},
		{"return {('abc'):match('()b()')}", "[2,3]"},
		{"return {('abc'):match('%d') == nil, ('abc'):match('b'), ('abc'):match('^b') == nil, ('abc'):match('.', -1)}",
		 "[true,\"b\",true,\"c\"]"},
		{"return {('hello'):find('l', -100), ('hello'):find('l', 0)}", "[3,3,3]"},
		{"return ('x'):match('(')", "E0503 hooks/x.lua:2: unfinished capture"},
		{"return ('x'):match('%')", "E0503 hooks/x.lua:2: malformed pattern (ends with '%')"},
		{"return ('x'):find({})", "E0503 hooks/x.lua:2: bad argument #1 to 'find' (string expected, got table)"},
		{"return {string.find(12345, 34)}", "[3,4]"},
	};

	CHECK(rows);
}

TEST(gmatch)
{
	static const struct row rows[] = {
		{"local r = {} for w in ('one two  three'):gmatch('%a+') do r[#r+1] = w end return r",
		 "[\"one\",\"two\",\"three\"]"},
		{"local r = {} for k, x in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do r[k] = x end return r",
		 "{\"a\":\"1\",\"b\":\"2\"}"},
		{"local r = {} for p in ('abc'):gmatch('()') do r[#r+1] = p end return r", "[1,2,3,4]"},
		{"local r = {} for x in ('abc'):gmatch('b*') do r[#r+1] = '<' .. x .. '>' end return r",
		 "[\"<>\",\"<b>\",\"<>\"]"},
		{"local r = {} for x in ('abcd'):gmatch('.', 3) do r[#r+1] = x end return r", "[\"c\",\"d\"]"},
		{"local r = {} for x in (''):gmatch('.') do r[#r+1] = x end return #r", "0"},
	};

	CHECK(rows);
}

TEST(gsub)
{
	static const struct row rows[] = {
		{"return {('hello world'):gsub('o', '0')}", "[\"hell0 w0rld\",2]"},
		{"return {('hello world'):gsub('o', '0', 1)}", "[\"hell0 world\",1]"},
		{"return {('hello'):gsub('', '-')}", "[\"-h-e-l-l-o-\",6]"},
		{"return {('hello'):gsub('l*', 'x')}", "[\"xhxexox\",4]"},
		{"return {('abc'):gsub('%w', '%0%0')}", "[\"aabbcc\",3]"},
		{"return {('a b'):gsub('(%w) (%w)', '%2 %1')}", "[\"b a\",1]"},
		{"return {('abc'):gsub('b', '%%')}", "[\"a%c\",1]"},
		{"return {('$x $y'):gsub('%$(%w)', {x = 1, y = false})}", "[\"1 $y\",2]"},
		{"return {('abc'):gsub('%w', function(c) if c ~= 'b' then return c:upper() end end)}", "[\"AbC\",3]"},
		{"return {('abcabc'):gsub('^a', 'x')}", "[\"xbcabc\",1]"},
		{"return {('abc'):gsub('()', '%1')}", "[\"1a2b3c4\",4]"},
		{"return ('abc'):gsub('a', '%2')", "E0503 hooks/x.lua:2: invalid capture index %2"},
		{"return ('abc'):gsub('a', '%x')", "E0503 hooks/x.lua:2: invalid use of '%' in replacement string"},
		{"return ('abc'):gsub('a', function() return {} end)",
		 "E0503 hooks/x.lua:2: invalid replacement value (a table)"},
		{"return ('abc'):gsub('a', true)",
		 "E0503 hooks/x.lua:2: bad argument #2 to 'gsub' (string/function/table expected, got boolean)"},
		{"return #(('x'):rep(5000):gsub('x', 'yyy'))", "15000"},
	};

	CHECK(rows);
}

TEST(format)
{
	static const struct row rows[] = {
		{"return ('%s-%d-%5.2f-%x-%q'):format('a', 7, 1.5, 255, 'q')", "\"a-7- 1.50-ff-\\\"q\\\"\""},
		{"return ('%s %s %s %s'):format({}, null, nil, true)", "\"table null nil true\""},
		{"return ('%p'):format({})", "E0510 hooks/x.lua:2: `%p` is not available: addresses differ from run to run"},
		{"return ('%-20p'):format({})", "E0510 hooks/x.lua:2: `%p` is not available: addresses differ from run to run"},
		{"return ('%%p %5s|'):format('x')", "\"%p     x|\""},
		{"return ('%d'):format('x')", "E0503 hooks/x.lua:2: bad argument #1 to 'format' (number expected, got string)"},
		{"return ('%y'):format(1)", "E0503 hooks/x.lua:2: invalid conversion '%y' to 'format'"},
	};

	CHECK(rows);
}

TEST(the_rest_is_luas)
{
	static const struct row rows[] = {
		{"return {('abc'):upper(), ('ABC'):lower(), ('abc'):reverse(), ('abc'):sub(2), #('abc'), ('abc'):len(), "
		 "('a'):byte(), string.char(97)}",
		 "[\"ABC\",\"abc\",\"cba\",\"bc\",3,3,97,\"a\"]"},
		{"return {('ab'):rep(2, '-'), ('x'):rep(0), ('x'):rep(-1)}", "[\"ab-ab\",\"\",\"\"]"},
		{"return ('x'):rep(1 << 62)", "E0502 hooks/x.lua:2: `hooks/x.lua` used up its 10000000 instructions"},
		{"return ('xx'):rep((1 << 63) - 1, 'yyyy')", "E0503 hooks/x.lua:2: resulting string too large"},
		{"return {utf8.len('ü'), utf8.char(252), tonumber('12'), tonumber('x') == nil, tonumber('ff', 16)}",
		 "[1,\"ü\",12,true,255]"},
		{"return {math.floor(2.5), math.max(1, 2), 7 // 2, 7 % 3, math.tointeger(3.0), math.maxinteger}",
		 "[2,2,3,1,3,9223372036854775807]"},
	};

	CHECK(rows);
}
