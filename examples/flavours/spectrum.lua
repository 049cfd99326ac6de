-- SPDX-License-Identifier: Apache-2.0
-- IBM Spectrum MPI, as an example of an MPI that mpicc-yaml does not bring along. A job names this file:
--
--   mpi: ./spectrum.lua
--   mpi: {flavour: ./spectrum.lua, gpu: true}
--
-- Spectrum MPI 10 is made from Open MPI 4: it reads the same host file and the same OMPI_MCA_ variables. Its mpirun has
-- options of its own, which are in its user's guide. Nobody has run this one yet: it shows how a flavour is written.

-- job.hosts are the pods that run ranks, in rank order.
local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. " slots=" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

-- What every container of the run gets, launcher and workers. The job's own `env` goes before it.
local function env(job)
  local vars = {
    OMPI_MCA_orte_default_hostfile = job.paths.hostfile,
    OMPI_MCA_orte_keep_fqdn_hostnames = "true",
    OMPI_MCA_plm_rsh_args = "-F " .. job.paths.ssh_config,
  }
  if job.root then
    vars.OMPI_ALLOW_RUN_AS_ROOT = "1"
    vars.OMPI_ALLOW_RUN_AS_ROOT_CONFIRM = "1"
  end
  if job.interface ~= "" then
    vars.OMPI_MCA_oob_tcp_if_include = job.interface
    vars.OMPI_MCA_btl_tcp_if_include = job.interface
  end
  return vars
end

local function launch(job)
  local words = { "mpirun", "-n", tostring(job.ranks) }
  local gpu = job.options.gpu
  if gpu ~= nil and type(gpu) ~= "boolean" then
    fail("mpi option `gpu` must be true or false")
  end
  if job.fabric == "tcp" then
    words[#words + 1] = "-tcp" -- it would look for InfiniBand
  end
  if gpu then
    words[#words + 1] = "-gpu"
  end
  return table.move(job.run, 1, #job.run, #words + 1, words)
end

return {
  name = "spectrum",
  doc = "IBM Spectrum MPI 10",
  options = { gpu = "true: buffers in GPU memory may be sent (-gpu)" },
  plan = function(job)
    return { hostfile = hostfile(job), env = env(job), launch = launch(job) }
  end,
}
