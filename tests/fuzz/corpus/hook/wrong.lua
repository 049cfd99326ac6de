return function(o) o[1].self = {o[1].metadata, o[1].metadata}; o[1].hole = {[1] = 1, [3] = 3}; error({code = 1}) end
