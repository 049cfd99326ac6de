return function(objects)
  table.insert(objects, {apiVersion = "batch/v1beta1", kind = "CronJob", metadata = {name = "nightly"}})
  table.insert(objects, {apiVersion = "v1", kind = "Configmap", metadata = {name = "extra"}})
end
