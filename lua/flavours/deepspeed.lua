-- SPDX-License-Identifier: Apache-2.0
-- DeepSpeed's own launcher, which starts ranks by pdsh or by an MPI. It runs plain `ssh` before and besides; that is the
-- one of start.sh, which knows the run's hosts.

local LAUNCHERS = { pdsh = true, openmpi = true, mpich = true, impi = true, mvapich = true }

local function launcher(job)
  local name = job.options.launcher or "pdsh"
  if not LAUNCHERS[name] then
    fail("mpi option `launcher` must be pdsh, openmpi, mpich, impi or mvapich, not `" .. tostring(name) .. "`")
  end
  return name
end

local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. " slots=" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

local function openmpi_env(job, ssh)
  local vars = {
    OMPI_MCA_orte_keep_fqdn_hostnames = "true",
    PRTE_MCA_prte_keep_fqdn_hostnames = "false",
    OMPI_MCA_plm_rsh_args = ssh,
    PRTE_MCA_plm_ssh_args = ssh,
  }
  if job.root then
    vars.OMPI_ALLOW_RUN_AS_ROOT = "1"
    vars.OMPI_ALLOW_RUN_AS_ROOT_CONFIRM = "1"
  end
  if job.interface ~= "" then
    vars.OMPI_MCA_oob_tcp_if_include = job.interface
    vars.PRTE_MCA_prte_if_include = job.interface
  end
  return vars
end

local function hydra_env(job, ssh)
  local vars = {
    HYDRA_LAUNCHER = "ssh",
    HYDRA_LAUNCHER_EXTRA_ARGS = ssh,
    MPIR_CVAR_CH4_CMA_ENABLE = "0", -- pods lack CAP_SYS_PTRACE
  }
  if job.fabric == "tcp" then
    -- All but cma. Not `^cma`: deepspeed puts quotes round such a value, which become part of it.
    vars.UCX_TLS = "tcp,self,posix,sysv"
  end
  if job.interface ~= "" then
    vars.HYDRA_IFACE = job.interface
  end
  return vars
end

local function intel_env(job, ssh)
  local vars = { I_MPI_HYDRA_BOOTSTRAP = "ssh", I_MPI_HYDRA_BOOTSTRAP_EXEC_EXTRA_ARGS = ssh }
  if job.interface ~= "" then
    vars.I_MPI_HYDRA_IFACE = job.interface
  end
  if job.fabric == "tcp" then
    vars.I_MPI_FABRICS = "shm:ofi"
    vars.FI_PROVIDER = "tcp"
  end
  return vars
end

local ENVS = {
  pdsh = function(_, ssh)
    return { PDSH_RCMD_TYPE = "ssh", PDSH_SSH_ARGS_APPEND = ssh }
  end,
  openmpi = openmpi_env,
  mpich = hydra_env,
  mvapich = hydra_env,
  impi = intel_env,
}

-- It takes eth0 for granted with Open MPI, unless told otherwise.
local function launcher_args(job)
  local args = job.options.launcher_args
  if args ~= nil and type(args) ~= "string" then
    fail("mpi option `launcher_args` must be a string")
  end
  if launcher(job) == "openmpi" and job.interface ~= "" and job.interface ~= "eth0" then
    args = "--mca btl_tcp_if_include " .. job.interface .. (args and " " .. args or "")
  end
  return args
end

-- `python` is left out, since deepspeed puts it there itself; any other program is run without it.
local function program(job)
  local run = job.run
  local first = 1
  if run[1] and run[1]:match("^python[%d.]*$") and run[2] then
    first = run[2] == "-u" and 3 or 2
  end
  local word = run[first]
  if first > 1 and word == "-m" then
    return { "--module", table.unpack(run, first + 1) }
  elseif word and word:sub(-3) == ".py" then
    return { table.unpack(run, first) }
  end
  return { "--no_python", table.unpack(run) }
end

local function launch(job)
  local words = { "deepspeed", "--hostfile", job.paths.hostfile, "--launcher", launcher(job) }
  local function append(list)
    table.move(list, 1, #list, #words + 1, words)
  end
  append({ "--master_addr", job.hosts[1].name })
  if #job.hosts == 1 and not job.launcher_ranks then
    append({ "--force_multi" }) -- a single host would be taken for this one
  end
  local args = launcher_args(job)
  if args then
    append({ "--launcher_args=" .. args })
  end
  append(program(job))
  return words
end

return {
  name = "deepspeed",
  doc = "DeepSpeed, started by its own launcher",
  options = {
    launcher = "pdsh (the default), openmpi, mpich, impi or mvapich; what it names must be in the image",
    launcher_args = "further arguments for pdsh or mpirun, in one string",
  },
  plan = function(job)
    return {
      hostfile = hostfile(job),
      env = ENVS[launcher(job)](job, "-F " .. job.paths.ssh_config),
      launch = launch(job),
    }
  end,
}
