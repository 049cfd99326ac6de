return function(objects)
  local x = = 1
end
