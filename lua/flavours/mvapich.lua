-- SPDX-License-Identifier: Apache-2.0
-- MVAPICH2 2 and MVAPICH 3 to 4: started by Hydra's mpiexec over ssh, or by MVAPICH2's own mpirun_rsh.

local LAUNCHERS = { hydra = true, rsh = true }

local function launcher(job)
  local name = job.options.launcher or "hydra"
  if not LAUNCHERS[name] then
    fail("mpi option `launcher` must be hydra or rsh, not `" .. tostring(name) .. "`")
  end
  return name
end

-- Both launchers read this form.
local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. ":" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

-- Pods lack CAP_SYS_PTRACE, so process_vm_readv between ranks of one pod fails. The switch has a name in each generation.
local NO_CMA = { MV2_SMP_USE_CMA = "0", MVP_SMP_USE_CMA = "0", MPIR_CVAR_CH4_CMA_ENABLE = "0", UCX_TLS = "^cma" }

local function env(job)
  local vars = {
    HYDRA_HOST_FILE = job.paths.hostfile,
    HYDRA_LAUNCHER = "ssh",
    HYDRA_LAUNCHER_EXTRA_ARGS = "-F " .. job.paths.ssh_config,
  }
  for name, value in pairs(NO_CMA) do
    vars[name] = value
  end
  if job.interface ~= "" then
    vars.HYDRA_IFACE = job.interface -- proxies call the launcher back at this interface's address
  end
  return vars
end

-- mpirun_rsh runs /usr/bin/ssh with no options, so ssh must find the run's settings in its user's home.
local function ssh_at_home(job)
  local domain = job.hosts[1].name:match("%.(.*)")
  return table.concat({
    "#!/bin/sh",
    "# Lets any ssh reach the hosts of the run, then becomes the command that is given.",
    "settings() (",
    "  umask 077",
    '  eval "home=~$(id -un)"',
    '  mkdir -p "$home/.ssh" || exit 1',
    '  case $(cat "$home/.ssh/config" 2>/dev/null) in',
    "  *'Host *." .. domain .. "'*) exit 0 ;;",
    "  esac",
    "  {",
    "    printf '%s\\n' 'Host *." .. domain .. "' 'Include " .. job.paths.ssh_config .. "' 'Host *'",
    '    cat "$home/.ssh/config" 2>/dev/null',
    '  } >"$home/.ssh/config.new"',
    '  mv -f "$home/.ssh/config.new" "$home/.ssh/config"',
    ")",
    "settings || exit 1",
    'exec "$@"',
    "",
  }, "\n")
end

local function mpirun_rsh(job)
  local script = job.paths.config .. "/mpirun_rsh.sh"
  local words = { "/bin/sh", script, "mpirun_rsh", "-ssh", "-np", tostring(job.ranks), "-hostfile", job.paths.hostfile }
  words[#words + 1] = "MV2_SMP_USE_CMA=0" -- it hands on only what stands here
  return table.move(job.run, 1, #job.run, #words + 1, words)
end

return {
  name = "mvapich",
  doc = "MVAPICH2 and MVAPICH",
  options = { launcher = "hydra (mpiexec; the default) or rsh (MVAPICH2's mpirun_rsh)" },
  plan = function(job)
    local result = { hostfile = hostfile(job), env = env(job) }
    if launcher(job) == "rsh" then
      result.launch = mpirun_rsh(job)
      result.files = { ["mpirun_rsh.sh"] = ssh_at_home(job) }
    else
      result.launch = { "mpiexec", "-n", tostring(job.ranks), table.unpack(job.run) }
    end
    return result
  end,
}
