-- SPDX-License-Identifier: Apache-2.0
-- Open MPI 4 (ORTE) and 5 (PRRTE) over ssh. Each ignores the other's names, so both sets are always there.

-- Open MPI 5's mpirun ends with 0 when it loses a host, so a run that computed nothing would be a success. Its ssh to a host lasts
-- as long as the daemon there, and start.sh asks whether all ended well. From 64 hosts on workers start workers: there a daemon
-- goes down with its child.
local session = [[
#!/bin/sh
# ssh for PRRTE, with a note of the session that is taken away when it ends well.
for host; do
  case $host in -* | /*) ;; *) break ;; esac
done
note=/run/mpi/sessions/${host%%.*}
mkdir -p /run/mpi/sessions
: >"$note"
ssh "$@"
status=$?
if [ $status -ne 255 ]; then
  rm -f "$note"
elif [ -n "${SSH_CONNECTION-}" ]; then
  kill -KILL $PPID
fi
exit $status
]]

local function hostfile(job)
  local lines = {}
  for i, host in ipairs(job.hosts) do
    lines[i] = host.name .. " slots=" .. host.slots .. "\n"
  end
  return table.concat(lines)
end

local function env(job)
  local ssh = "-F " .. job.paths.ssh_config
  local vars = {
    OMPI_MCA_orte_default_hostfile = job.paths.hostfile,
    PRTE_MCA_prte_default_hostfile = job.paths.hostfile,
    -- ORTE cuts host names at the first dot unless told not to; PRRTE must not be told (it would take the launcher for remote).
    OMPI_MCA_orte_keep_fqdn_hostnames = "true",
    PRTE_MCA_prte_keep_fqdn_hostnames = "false",
    OMPI_MCA_plm_rsh_args = ssh,
    PRTE_MCA_plm_ssh_args = ssh,
    OMPI_MCA_plm_rsh_agent = "ssh",
    PRTE_MCA_plm_ssh_agent = job.paths.config .. "/prte-ssh.sh",
  }
  if job.root then
    vars.OMPI_ALLOW_RUN_AS_ROOT = "1"
    vars.OMPI_ALLOW_RUN_AS_ROOT_CONFIRM = "1"
  end
  if job.interface ~= "" then
    vars.OMPI_MCA_oob_tcp_if_include = job.interface
    vars.PRTE_MCA_prte_if_include = job.interface
    vars.OMPI_MCA_btl_tcp_if_include = job.interface
  end
  return vars
end

return {
  name = "openmpi",
  doc = "Open MPI 4 and 5",
  plan = function(job)
    return {
      hostfile = hostfile(job),
      env = env(job),
      files = { ["prte-ssh.sh"] = session },
      launch = { "mpirun", "-n", tostring(job.ranks), table.unpack(job.run) },
    }
  end,
}
