return function(objects)
  objects[#objects + 1] = deepcopy(objects[1])
end
