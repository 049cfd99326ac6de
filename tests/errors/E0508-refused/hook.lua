return function(objects, job)
  fail("job " .. job.name .. " has no cost centre")
end
