return {plan = function(job) return {hostfile = "", launch = job.run, files = {["bin/ssh"] = "true"}} end}
