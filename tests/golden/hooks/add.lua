return function(objects, job)
  local kept = array{}
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      local spec = object.spec.template.spec
      spec.nodeSelector = { pool = "gpu" }
      spec.tolerations = {}
      spec.terminationGracePeriodSeconds = 10 / 2
      spec.enableServiceLinks = nil
    end
    if object.kind ~= "NetworkPolicy" then
      kept[#kept + 1] = object
    end
  end
  kept[#kept + 1] = {
    apiVersion = "v1",
    kind = "ConfigMap",
    metadata = { name = objects[1].metadata.name .. "-extra", namespace = job.namespace, labels = {} },
    data = {},
  }
  return kept
end
