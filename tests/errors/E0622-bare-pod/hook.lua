return function(objects)
  objects[#objects + 1] = { apiVersion = "v1", kind = "Pod", metadata = { name = "extra" }, spec = { containers = { { name = "a", image = "a" } } } }
end
