return function(o) local s = "" for i = 1, 100 do s = s .. i end o[1].x = s; o[2] = nil; o[1].y = {1, "2", {a = {}}, 2^53, -0.0, 1e300}; warn("w") end
