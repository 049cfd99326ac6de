local function lucky()
  return math.random(100)
end

return function(objects)
  objects[1].metadata.annotations = {lucky = tostring(lucky())}
end
