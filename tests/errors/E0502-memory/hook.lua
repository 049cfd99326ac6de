return function(objects)
  local text = "x"
  while true do
    text = text .. text
  end
end
