-- Each train gets a track; the platform's CustomResourceDefinition says what that is.
return function(objects, job)
  table.insert(objects, {
    apiVersion = "rail.example.com/v1",
    kind = "Track",
    metadata = { name = job.name, labels = { gauge = "not a label" } },
    spec = {
      gaug = "narrow",
      length = 0,
      sleepers = { "oak", "oak" },
      signals = { { name = "home", colour = "blue" }, { name = "home", colour = "red" } },
      owner = "Nobody in particular",
      weight = "heavy",
      notes = { anything = { goes = true } },
    },
  })
end
