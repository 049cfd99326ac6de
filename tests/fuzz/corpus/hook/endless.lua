return function(o) local c = coroutine and 1; local ok, e = pcall(function() return string.rep("a", 1e9) end); while true do o[#o + 1] = o[1] end end
