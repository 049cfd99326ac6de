return function(objects)
  objects[1].metadata.annotations = {made = os.date()}
end
