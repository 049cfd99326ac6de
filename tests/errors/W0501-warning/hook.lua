return function(objects)
  warn("this pool is retired")
end
