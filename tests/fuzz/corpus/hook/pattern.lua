return function(o) return (("x"):rep(1000)):find(("a*"):rep(20) .. "b") end
