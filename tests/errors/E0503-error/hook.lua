return function(objects)
  local x = objects[1].nothing.there
end
