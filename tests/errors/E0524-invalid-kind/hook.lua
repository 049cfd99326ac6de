return function(objects)
  objects[#objects + 1] = {apiVersion = "v1", kind = "../../Evil", metadata = {name = "x"}}
end
