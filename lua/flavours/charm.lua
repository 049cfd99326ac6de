-- SPDX-License-Identifier: Apache-2.0
-- Charm++ (the netlrts, verbs and similar builds, whose charmrun starts processes over ssh). A build on top of MPI is
-- started as any MPI program, by the flavour of that MPI.

local function hostfile(job)
  local lines = { "group main\n" }
  for _, host in ipairs(job.hosts) do
    lines[#lines + 1] = "host " .. host.name .. " ++cpus " .. host.slots .. "\n"
  end
  return table.concat(lines)
end

-- Arguments of an SMP build.
local function smp(job)
  local ppn = job.options.ppn
  if ppn == nil then
    return {}
  end
  if math.type(ppn) ~= "integer" or ppn < 1 or job.slots % ppn ~= 0 then
    fail("mpi option `ppn` must be a number that divides the slots of a host, " .. job.slots)
  end
  return { "++ppn", tostring(ppn) }
end

return {
  name = "charm",
  doc = "Charm++, started by charmrun",
  options = { ppn = "SMP builds: threads (PEs) a process; a host runs slots / ppn processes" },
  plan = function(job)
    local ssh = "ssh -F " .. job.paths.ssh_config
    local words = { "charmrun", "+p" .. job.ranks, "++nodelist", job.paths.hostfile, "++remote-shell", ssh }
    for _, list in ipairs({ smp(job), job.run }) do
      table.move(list, 1, #list, #words + 1, words)
    end
    return {
      hostfile = hostfile(job),
      env = { NODELIST = job.paths.hostfile, CONV_RSH = ssh }, -- for a charmrun of the user's own
      launch = words,
    }
  end,
}
