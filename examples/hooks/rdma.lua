-- SPDX-License-Identifier: Apache-2.0
-- Gives the pods that host ranks what RDMA (InfiniBand, RoCE) needs.
--
--   rdma/ib            the device, from the k8s-rdma-shared-dev-plugin (its name is in the plugin's settings)
--   IPC_LOCK           to pin memory; without it ibv_reg_mr fails with "Cannot allocate memory".
--                      Pod Security "restricted" and "baseline" refuse it, so the namespace must be "privileged"
--   /dev/shm           shared memory between ranks of one pod. A container has 64 MiB of it, UCX and NCCL want more.
--                      It counts as the container's memory, so its limit must have room for it
--   environment        which devices UCX, Open MPI and NCCL take. What the job file sets itself is left alone
--
-- To adapt it: the values below.

local RESOURCE, DEVICES = "rdma/ib", 1
local SHARED_MEMORY = "8Gi"
local ENV = {
  UCX_TLS = "rc,sm,self",
  UCX_NET_DEVICES = "mlx5_0:1",
  OMPI_MCA_pml = "ucx",
  OMPI_MCA_osc = "ucx",
  NCCL_IB_HCA = "mlx5_0:1",
  NCCL_SOCKET_IFNAME = "eth0",
}

local function find(list, field, value)
  for _, item in ipairs(list) do
    if item[field] == value then
      return item
    end
  end
end

local function field(map, name, empty)
  map[name] = map[name] or empty
  return map[name]
end

local function add_device(container)
  local resources = field(container, "resources", {})
  for _, name in ipairs({ "limits", "requests" }) do
    field(resources, name, {})[RESOURCE] = DEVICES
  end
end

local function add_capability(container)
  local capabilities = field(field(container, "securityContext", {}), "capabilities", {})
  local add = field(capabilities, "add", array({}))
  for _, capability in ipairs(add) do
    if capability == "IPC_LOCK" then
      return
    end
  end
  table.insert(add, "IPC_LOCK")
end

local function add_shared_memory(pod, container)
  local mounts = field(container, "volumeMounts", array({}))
  if find(mounts, "mountPath", "/dev/shm") then
    return
  end
  table.insert(mounts, { name = "rdma-shm", mountPath = "/dev/shm" })
  table.insert(field(pod, "volumes", array({})),
    { name = "rdma-shm", emptyDir = { medium = "Memory", sizeLimit = SHARED_MEMORY } })
end

local function add_env(container)
  local env = field(container, "env", array({}))
  for name, value in pairs(ENV) do
    if not find(env, "name", name) then
      table.insert(env, { name = name, value = value })
    end
  end
end

-- Target split: the workers, and the launcher when it hosts ranks. Target indexed: the only Job.
local function hosts_ranks(object, job)
  if object.kind ~= "Job" then
    return false
  end
  return object.metadata.labels["mpicc.dev/role"] == "worker" or job.launcher_ranks
end

return function(objects, job)
  for _, object in ipairs(objects) do
    if hosts_ranks(object, job) then
      local pod = object.spec.template.spec
      local container = find(pod.containers, "name", "mpi") or fail("no container `mpi` in " .. object.metadata.name)
      add_device(container)
      add_capability(container)
      add_shared_memory(pod, container)
      add_env(container)
    end
  end
end
