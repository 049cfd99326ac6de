return function(o) local s = "" for i = 2, 100 do s = s .. i end o[1].x = s; o[3] = nil; o[1].y = {1, "2", {a = {}}, 2^63, string.rep0}; warn("w") end
