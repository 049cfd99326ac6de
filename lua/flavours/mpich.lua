-- SPDX-License-Identifier: Apache-2.0
-- MPICH 3 to 5, started by Hydra over ssh.

local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. ":" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

local function env(job)
  local vars = {
    HYDRA_HOST_FILE = job.paths.hostfile,
    HYDRA_LAUNCHER = "ssh",
    HYDRA_LAUNCHER_EXTRA_ARGS = "-F " .. job.paths.ssh_config,
    -- Pods lack CAP_SYS_PTRACE, so process_vm_readv between ranks of one pod fails in MPI_Init.
    MPIR_CVAR_CH4_CMA_ENABLE = "0",
    UCX_TLS = "^cma",
  }
  if job.interface ~= "" then
    vars.HYDRA_IFACE = job.interface -- proxies call the launcher back at this interface's address
  end
  return vars
end

return {
  name = "mpich",
  doc = "MPICH 3 to 5",
  plan = function(job)
    return {
      hostfile = hostfile(job),
      env = env(job),
      launch = { "mpiexec", "-n", tostring(job.ranks), table.unpack(job.run) },
    }
  end,
}
