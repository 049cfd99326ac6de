return function(objects)
  objects[#objects + 1] = { kind = "ConfigMap" }
end
