return {
  plan = function(job)
    return { hostfile = 7 }
  end,
}
