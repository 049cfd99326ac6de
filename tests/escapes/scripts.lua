-- SPDX-License-Identifier: Apache-2.0
-- Cases of test_escapes.py. `--- NAME CODE LINE` begins one: the code it must end in, at that line of its own (the heading is line 1;
-- 0: the line is not the point). What follows is the body of the hook, `function(objects)`.

--- clock E0510 2
return os.clock()

--- close-set-later E0503 4
local m = {}
local t = setmetatable({}, m) m.__close = function() while true do end end
local x <close> = t

--- close-variable E0510 2
local x <close> = setmetatable({}, {__close = function() while true do end end})

--- collectgarbage E0510 2
return collectgarbage('count')

--- concat-growth E0502 3
local s = 'x'
while true do s = s .. s end

--- coroutine-in-loop E0510 2
while true do coroutine.create(function() end) end

--- coroutine E0510 2
coroutine.wrap(function() while true do end end)()

--- debug E0510 2
debug.sethook()

--- deepcopy-bomb E0502 0
local t = {} for _ = 1, 30 do t = {t, t} end
return deepcopy(t)

--- dofile E0510 2
dofile('/etc/passwd')

--- environment E0510 2
return os.getenv('HOME')

--- error-object E0503 2
error(setmetatable({}, {__tostring = function() while true do end end, __name = 5}))

--- execute E0510 2
os.execute('touch /tmp/x')

--- format-width E0503 2
return ('%99999999d'):format(1)

--- gc-finalizer E0510 2
setmetatable({}, {__gc = function() while true do end end})

--- gc-set-later E0510 4
local m = {}
for _ = 1, 1000 do setmetatable({}, m) end m.__gc = function() while true do end end
while true do local t = setmetatable({}, m) end

--- gsub-growth E0502 2
return (('x'):rep(30000):gsub('x', ('y'):rep(30000)))

--- libm E0510 2
return math.sin(1)

--- load E0510 2
load('return 1')

--- loadfile E0510 2
loadfile('/etc/passwd')

--- loadstring E0510 2
loadstring('return 1')

--- locale E0510 2
os.setlocale('de_DE')

--- long-comparison E0502 0
local a, b = ('x'):rep(15000000) .. 'a', ('x'):rep(15000000) .. 'b'
while a < b do end

--- loop-in-pcall-of-pcall E0502 2
pcall(pcall, function() while true do end end) while true do end

--- loop-in-pcall E0502 2
while true do pcall(function() while true do end end) end

--- loop E0502 2
while true do end

--- open E0510 2
io.open('/etc/passwd')

--- package E0510 2
package.loadlib('libc.so.6', 'system')

--- pairs-in-loop E0502 3
local t = {} for i = 1, 50000 do t['k' .. i] = i end
while true do pairs(t) end

--- pattern-balance E0502 3
local s = ('('):rep(1000000)
return s:find('%b()')

--- pattern-find E0502 2
string.find(('a'):rep(400), '.-.-.-.-b$')

--- pattern-gmatch E0502 2
for x in ('a'):rep(3000):gmatch('.-.-.-b') do end

--- pattern-gsub E0502 2
return ('a'):rep(3000):gsub('.-.-.-b', '')

--- pattern-in-pcall E0502 2
while true do pcall(string.find, ('a'):rep(400), '.-.-.-.-b$') end

--- percent-p-hidden E0510 2
return string.format('%d%%%-12p', 1, print or {})

--- percent-p E0510 2
return ('%p'):format({})

--- popen E0510 2
io.popen('id')

--- print E0510 2
print('x')

--- random E0510 2
return math.random()

--- randomseed E0510 2
math.randomseed(1)

--- rawset E0510 2
rawset(_G, 1, 2)

--- recursion-of-arguments E0502 2
local function f(...) return f(1, ...) end f()

--- recursion-of-index E0502 0
local t t = setmetatable({}, {__index = function(_, k) return t[k + 1] end}) return t[1]

--- recursion-of-pcall E0502 0
local function f() return pcall(f) end while true do f() end

--- recursion-of-tostring E0502 0
local t t = setmetatable({}, {__tostring = function() return tostring(t) end}) return tostring(t)

--- recursion E0502 3
local function f()
return 1 + f() end
f()

--- require E0510 2
require 'os'

--- result-control E0507 0
objects[1].metadata.annotations = {a = '\0\27[2J'}

--- result-cycle E0506 0
objects[1].metadata.annotations = objects[1]

--- result-deep E0506 0
local t = {} local top = t for _ = 1, 5000 do t.a = {} t = t.a end objects[1].metadata.annotations = top

--- result-function E0506 0
objects[1].metadata.annotations = {a = function() end}

--- result-no-utf-8 E0507 0
objects[1].metadata.annotations = {a = '\xff'}

--- result-not-a-number E0506 0
objects[1].metadata.generation = 0 / 0

--- result-shared E0502 0
local t = {x = ('y'):rep(1000)} for _ = 1, 40 do t = {a = t, b = t} end objects[1].metadata.annotations = t

--- string-dump-method E0510 2
(''):dump()

--- string-dump E0510 2
string.dump(function() end)

--- string-metatable E0503 2
getmetatable('').__index = function() return 'evil' end

--- string-rep-often E0502 2
while true do local s = ('x'):rep(10000000) end

--- string-rep-overflow E0503 2
return ('xxxx'):rep(math.maxinteger)

--- string-rep E0502 2
return ('x'):rep(1 << 40)

--- string-setmetatable E0503 2
setmetatable('', {__index = {}})

--- table-concat E0502 3
local t = {} for i = 1, 200000 do t[i] = 'x' end
while true do table.concat(t) end

--- table-growth E0502 3
local t = {}
while true do t[#t + 1] = {} end

--- table-move E0502 2
table.move({}, 1, math.maxinteger - 1, 2)

--- table-of-strings E0502 3
local t = {}
while true do t[#t + 1] = ('x'):rep(1000) .. #t end

--- table-sort E0502 2
table.sort({1, 2, 3}, function() while true do end end)

--- table-unpack E0502 2
return table.unpack({}, 1, 100000000)

--- time E0510 2
return os.time()

--- warn-flood E0502 2
while true do warn(('x'):rep(1000)) end

--- weak-table E0510 2
setmetatable({}, {__mode = 'k'})

--- xpcall-handler E0510 2
xpcall(error, function() while true do end end)
