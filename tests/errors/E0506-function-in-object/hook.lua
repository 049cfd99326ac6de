return function(objects)
  objects[1].metadata.f = function() end
end
