return {
  plan = function(job)
    return { hostfile = "", launch = { "x" }, files = { ["start.sh"] = "true" } }
  end,
}
