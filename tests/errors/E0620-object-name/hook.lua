return function(objects)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      object.metadata.name = "A_" .. object.metadata.name
    end
  end
end
