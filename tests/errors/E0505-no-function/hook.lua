return { hok = function() end }
