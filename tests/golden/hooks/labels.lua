return function(objects)
  for _, object in ipairs(objects) do
    object.metadata.labels["cost-centre"] = "4711"
  end
end
