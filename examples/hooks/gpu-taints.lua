-- SPDX-License-Identifier: Apache-2.0
-- Sends pods that ask for GPUs to the GPU nodes and lets them tolerate those nodes' taint.
--
-- Kubernetes chooses a node that has the GPUs by itself, but many clusters taint such nodes, so that nothing else fills
-- them. Pods without GPUs (nearly always the launcher) are left alone and stay off these expensive nodes.
--
-- To adapt it: the three values below.

local RESOURCE = "nvidia.com/gpu"
local NODE_SELECTOR = { ["node.example.com/pool"] = "gpu" }
local TOLERATION = { key = "nvidia.com/gpu", operator = "Exists", effect = "NoSchedule" }

local function asks_for_gpus(pod)
  for _, container in ipairs(pod.containers) do
    local resources = container.resources or {}
    for _, amounts in ipairs({ resources.limits or {}, resources.requests or {} }) do
      if amounts[RESOURCE] and tostring(amounts[RESOURCE]) ~= "0" then
        return true
      end
    end
  end
  return false
end

local function tolerates(pod)
  for _, toleration in ipairs(pod.tolerations or {}) do
    local any_key = not toleration.key and toleration.operator == "Exists"
    local any_effect = not toleration.effect or toleration.effect == TOLERATION.effect
    if any_key or (toleration.key == TOLERATION.key and any_effect) then
      return true
    end
  end
  return false
end

return function(objects)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      local pod = object.spec.template.spec
      if asks_for_gpus(pod) then
        -- What the job file says itself goes last, and so wins.
        pod.nodeSelector = merge(NODE_SELECTOR, pod.nodeSelector or {})
        if not tolerates(pod) then
          pod.tolerations = pod.tolerations or {}
          table.insert(pod.tolerations, deepcopy(TOLERATION))
        end
      end
    end
  end
end
