-- SPDX-License-Identifier: Apache-2.0
-- Intel MPI 2019 and later, started by its Hydra over ssh.

local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. ":" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

local function env(job)
  local vars = {
    I_MPI_HYDRA_HOST_FILE = job.paths.hostfile,
    I_MPI_HYDRA_BOOTSTRAP = "ssh",
    I_MPI_HYDRA_BOOTSTRAP_EXEC_EXTRA_ARGS = "-F " .. job.paths.ssh_config,
    I_MPI_PERHOST = tostring(job.slots), -- some versions ignore the slots in the host file
  }
  if job.interface ~= "" then
    vars.I_MPI_HYDRA_IFACE = job.interface
  end
  if job.fabric == "tcp" then
    vars.I_MPI_FABRICS = "shm:ofi"
    vars.FI_PROVIDER = "tcp"
  end
  return vars
end

return {
  name = "intel",
  doc = "Intel MPI 2019 and later",
  plan = function(job)
    return {
      hostfile = hostfile(job),
      env = env(job),
      launch = { "mpiexec.hydra", "-n", tostring(job.ranks), table.unpack(job.run) },
    }
  end,
}
