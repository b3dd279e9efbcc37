-- Requests the paths of the file named by BENCH_PATHS in turn; each thread begins elsewhere.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end

local threads = 0
function setup(thread)
  thread:set("offset", threads)
  threads = threads + 1
end

local position
function request()
  position = (position or offset * math.floor(#paths / 2)) % #paths + 1
  return wrk.format("GET", paths[position])
end
