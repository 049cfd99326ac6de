return function(objects)
  return "text"
end
