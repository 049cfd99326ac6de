return function(objects)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      object.spec.ttlSecondsAfterFinished = 60
    end
  end
end
