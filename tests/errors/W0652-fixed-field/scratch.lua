return function(objects, job)
  objects[#objects + 1] = {
    apiVersion = "v1", kind = "PersistentVolumeClaim", metadata = { name = "scratch", namespace = job.namespace },
    spec = {
      accessModes = { "ReadWriteMany" }, storageClassName = "fast", resources = { requests = { storage = "10Gi" } },
    },
  }
end
