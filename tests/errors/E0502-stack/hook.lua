local loop = setmetatable({}, {
  __tostring = function(t)
    return "<" .. tostring(t) .. ">"
  end,
})

return function(objects)
  objects[1].metadata.annotations = {loop = tostring(loop)}
end
