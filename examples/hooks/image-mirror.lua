-- SPDX-License-Identifier: Apache-2.0
-- Rewrites the images of all containers, init containers too, so that they are pulled from a mirror.
--
--   tf-benchmarks:1.4                       mirror.example.com/docker.io/library/tf-benchmarks:1.4
--   team/solver@sha256:...                  mirror.example.com/docker.io/team/solver@sha256:...
--   quay.io/team/solver:2                   mirror.example.com/quay.io/team/solver:2
--   registry.example.com:5000/team/solver   unchanged: a registry of our own
--
-- An image's first part is a registry when there is a `/` behind it and it has a `.` or a `:` in it, or is `localhost`;
-- otherwise the image is Docker Hub's, and one without any `/` is Docker Hub's `library/`. Tags and digests stay as they are.
--
-- To adapt it: the two values below.

local MIRROR = "mirror.example.com"
local OWN_REGISTRIES = { ["registry.example.com:5000"] = true, ["localhost"] = true }

local function split(image)
  local first, rest = image:match("^([^/]+)/(.+)$")
  if first and (first:find(".", 1, true) or first:find(":", 1, true) or first == "localhost") then
    return first, rest
  end
  return "docker.io", first and image or "library/" .. image
end

local function mirrored(image)
  local registry, path = split(image)
  if registry == "index.docker.io" or registry == "registry-1.docker.io" then
    registry = "docker.io"
  end
  if registry == "docker.io" and not path:find("/", 1, true) then
    path = "library/" .. path
  end
  if registry == MIRROR or OWN_REGISTRIES[registry] then
    return image
  end
  return MIRROR .. "/" .. registry .. "/" .. path
end

return function(objects)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      local pod = object.spec.template.spec
      for _, list in ipairs({ pod.initContainers or {}, pod.containers }) do
        for _, container in ipairs(list) do
          container.image = mirrored(container.image)
        end
      end
    end
  end
end
