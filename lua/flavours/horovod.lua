-- SPDX-License-Identifier: Apache-2.0
-- Horovod: horovodrun starts all ranks over ssh (Gloo), or calls mpirun for it. The ssh it finds is the one of start.sh,
-- which knows the run's hosts, so that neither a port nor a key has to be named, and host keys stay checked.

local CONTROLLERS = { gloo = true, mpi = true }

-- A whole number of ranks from an option.
local function ranks(job, option, default)
  local value = job.options[option]
  if value == nil then
    return default
  end
  if math.type(value) ~= "integer" or value < 1 or value > job.ranks then
    fail("mpi option `" .. option .. "` must be a number of ranks between 1 and " .. job.ranks)
  end
  return value
end

-- The least and the greatest number of ranks of an elastic run.
local function limits(job)
  local most = ranks(job, "max", job.ranks)
  local least = ranks(job, "min", math.min(job.slots, most))
  if least > most then
    fail("mpi option `min` must not be greater than `max`")
  end
  return least, most
end

local function check(job)
  local o = job.options
  if o.controller ~= nil and not CONTROLLERS[o.controller] then
    fail("mpi option `controller` must be gloo or mpi, not `" .. tostring(o.controller) .. "`")
  end
  if o.elastic ~= nil and type(o.elastic) ~= "boolean" then
    fail("mpi option `elastic` must be true or false")
  end
  if o.elastic and o.controller == "mpi" then
    fail("mpi option `elastic` needs the controller gloo")
  end
  for _, option in ipairs({ "min", "max", "cooldown" }) do
    if o[option] ~= nil and not o.elastic then
      fail("mpi option `" .. option .. "` needs `elastic: true`")
    end
  end
end

local function cooldown(job)
  local range = job.options.cooldown
  if range == nil then
    return {}
  end
  local ok = type(range) == "table" and #range == 2 and math.type(range[1]) == "integer" and math.type(range[2]) == "integer"
  if not ok or range[1] < 1 or range[1] > range[2] or range[2] > 3600 then
    fail("mpi option `cooldown` must be two numbers of seconds, [least, most], from 1 to 3600")
  end
  return { "--blacklist-cooldown-range", tostring(range[1]), tostring(range[2]) }
end

local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. " slots=" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

-- For the controller mpi, with whichever MPI the image has.
local function mpi_env(job)
  local ssh = "-F " .. job.paths.ssh_config
  local vars = {
    OMPI_MCA_orte_keep_fqdn_hostnames = "true",
    PRTE_MCA_prte_keep_fqdn_hostnames = "false",
    OMPI_MCA_plm_rsh_args = ssh,
    PRTE_MCA_plm_ssh_args = ssh,
    HYDRA_LAUNCHER = "ssh",
    HYDRA_LAUNCHER_EXTRA_ARGS = ssh,
    I_MPI_HYDRA_BOOTSTRAP = "ssh",
    I_MPI_HYDRA_BOOTSTRAP_EXEC_EXTRA_ARGS = ssh,
    MPIR_CVAR_CH4_CMA_ENABLE = "0", -- pods lack CAP_SYS_PTRACE
    UCX_TLS = "^cma",
  }
  if job.root then
    vars.OMPI_ALLOW_RUN_AS_ROOT = "1"
    vars.OMPI_ALLOW_RUN_AS_ROOT_CONFIRM = "1"
  end
  if job.interface ~= "" then
    vars.OMPI_MCA_oob_tcp_if_include = job.interface
    vars.PRTE_MCA_prte_if_include = job.interface
    vars.HYDRA_IFACE = job.interface
    vars.I_MPI_HYDRA_IFACE = job.interface
  end
  return vars
end

-- A host that is gone has no address, and one that is back has a new one: no controller is needed to know.
local function discovery(job)
  return table.concat({
    "#!/bin/sh",
    "# Prints the hosts of the run that have an address now, as HOST:SLOTS.",
    "while read -r host slots; do",
    '  if ! command -v getent >/dev/null || getent hosts "$host" >/dev/null 2>&1; then',
    '    echo "$host:${slots#slots=}"',
    "  fi",
    "done <" .. job.paths.hostfile,
    "",
  }, "\n")
end

local function append(list, ...)
  for _, word in ipairs({ ... }) do
    list[#list + 1] = word
  end
end

local function launch(job, script)
  -- Its cache is a file in a home that pods cannot always write to.
  local words = { "horovodrun", job.options.controller == "mpi" and "--mpi" or "--gloo", "--disable-cache" }
  if job.options.elastic then
    local least, most = limits(job)
    append(words, "-np", tostring(most), "--min-np", tostring(least), "--max-np", tostring(most))
    append(words, "--host-discovery-script", script)
    append(words, table.unpack(cooldown(job)))
  else
    append(words, "-np", tostring(job.ranks), "--hostfile", job.paths.hostfile)
  end
  if job.interface ~= "" then
    append(words, "--network-interface", job.interface)
  end
  append(words, table.unpack(job.run))
  return words
end

return {
  name = "horovod",
  doc = "Horovod, static and elastic, started by horovodrun",
  options = {
    controller = "gloo (the default: no MPI needed) or mpi (horovodrun calls the image's mpirun)",
    elastic = "true: the run goes on with fewer ranks when workers are lost, and with more when they are back",
    min = "elastic: least number of ranks to go on with (default: those of one worker)",
    max = "elastic: greatest number of ranks (default: all)",
    cooldown = "elastic: [least, most] seconds until a host that failed is tried again (default: never)",
  },
  plan = function(job)
    check(job)
    local script = job.paths.config .. "/discover_hosts.sh"
    return {
      hostfile = hostfile(job),
      env = job.options.controller == "mpi" and mpi_env(job) or {},
      launch = launch(job, script),
      files = job.options.elastic and { ["discover_hosts.sh"] = discovery(job) } or {},
    }
  end,
}
