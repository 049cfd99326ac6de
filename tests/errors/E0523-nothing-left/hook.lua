return function(objects)
  return array{}
end
