-- SPDX-License-Identifier: Apache-2.0
-- Puts a sidecar beside every worker: here node-exporter, so that metrics of the worker's node come with the run's labels.
--
-- A sidecar is an init container with `restartPolicy: Always` (Kubernetes 1.29 and newer). Kubernetes ends it when the
-- container `mpi` has ended. An ordinary second container would keep the pod, and so the Job, running for ever.
-- It stands before the other init containers, so that they are watched as well.
--
-- To adapt it: SIDECAR.

local SIDECAR = {
  name = "node-exporter",
  image = "quay.io/prometheus/node-exporter:v1.8.2",
  restartPolicy = "Always",
  args = { "--web.listen-address=:9100", "--path.procfs=/proc" },
  ports = { { name = "metrics", containerPort = 9100 } },
  resources = { limits = { memory = "64Mi" }, requests = { cpu = "50m", memory = "64Mi" } },
  -- What Pod Security "restricted" asks of every container.
  securityContext = {
    allowPrivilegeEscalation = false,
    capabilities = { drop = { "ALL" } },
    readOnlyRootFilesystem = true,
  },
}

local function is_worker(object)
  return object.kind == "Job" and object.metadata.labels["mpicc.dev/role"] == "worker"
end

local function has(containers, name)
  for _, container in ipairs(containers) do
    if container.name == name then
      return true
    end
  end
  return false
end

return function(objects)
  for _, object in ipairs(objects) do
    if is_worker(object) then
      local pod = object.spec.template.spec
      if has(pod.containers, SIDECAR.name) then
        fail("the pod has a container `" .. SIDECAR.name .. "` already, so the hook sidecar.lua cannot add one")
      end
      pod.initContainers = pod.initContainers or {}
      if not has(pod.initContainers, SIDECAR.name) then
        table.insert(pod.initContainers, 1, deepcopy(SIDECAR))
      end
    end
  end
end
