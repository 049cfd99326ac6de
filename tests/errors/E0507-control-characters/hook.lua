return function(objects)
  objects[1].metadata.annotations = { a = "x\1" }
end
