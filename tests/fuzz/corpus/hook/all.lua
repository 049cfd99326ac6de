local function walk(t, depth)
  for k, v in pairs(t) do
    if type(v) == "table" and depth < 5 then walk(v, depth + 1) end
    if type(v) == "string" then t[k] = v:gsub("%a+", string.upper):sub(1, 20) end
  end
end
return { hook = function(objects, job)
  local out = array{}
  for i, o in ipairs(objects) do
    walk(o.spec, 0)
    o.metadata.labels = o.metadata.labels or {}
    o.metadata.labels[job.name] = string.format("%q %5.2f %d", "x", 1.5, i)
    out[#out + 1] = o
  end
  table.sort(out, function(a, b) return a.kind < b.kind end)
  out[#out + 1] = { apiVersion = "v1", kind = "Secret", metadata = { name = "s" }, data = {}, n = null, f = 10 / 4, list = array{} }
  return out
end }
