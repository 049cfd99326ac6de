-- SPDX-License-Identifier: Apache-2.0
-- Labels all objects with the cost centre that pays, looked up by the job's label `team`.
--
-- There are two places for a label, and they are not the same:
--
--   metadata.labels of an object       finds and counts objects. Not part of what a run is: a change here does not
--                                      change the run's hash, so nothing runs again.
--   spec.template.metadata.labels      goes onto the pods, which is what metering tools (Kubecost, OpenCost) read. It is
--                                      part of the pod template and so of the run's hash: a change here makes a new
--                                      run of every job that this hook touches.
--
-- So POD_LABELS is false here. Set it before the first run, or when running everything once more is fine.
--
-- To adapt it: the three values below.

local LABEL = "finance.example.com/cost-centre"
local COST_CENTRES = { vision = "cc-4711", climate = "cc-0815" }
local POD_LABELS = false

local function add_label(metadata, value)
  metadata.labels = metadata.labels or {}
  metadata.labels[LABEL] = value
end

return function(objects, job)
  local team = job.labels and job.labels.team
  if not team then
    fail("the job has no label `team`, so nobody would pay for it; set metadata.labels.team")
  end
  local centre = COST_CENTRES[team]
  if not centre then
    fail("no cost centre is known for team `" .. team .. "`; the list is in the hook cost-centre.lua")
  end
  for _, object in ipairs(objects) do
    add_label(object.metadata, centre)
    if POD_LABELS and object.kind == "Job" then
      local template = object.spec.template
      template.metadata = template.metadata or {}
      add_label(template.metadata, centre)
    end
  end
end
