return {
  options = { speed = "how fast" },
  plan = function(job)
    return { hostfile = "", launch = { "x" } }
  end,
}
