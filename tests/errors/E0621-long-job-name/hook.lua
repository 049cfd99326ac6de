return function(objects)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      object.metadata.name = object.metadata.name .. ("-x"):rep(30)
    end
  end
end
