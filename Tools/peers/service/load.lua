-- Requests for wrk. Arguments: read or write, cookie, origin, seed, file of identifiers, read path, write path,
-- CSRF header, CSRF token.
local count = 0

function setup(thread)
  count = count + 1
  thread:set("number", count)
end

local function word()
  local letters = {}
  for i = 1, math.random(7, 10) do letters[i] = string.char(math.random(97, 122)) end
  letters[1] = letters[1]:upper()
  return table.concat(letters)
end

local function uuid()
  return (("xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx"):gsub("[xy]", function(place)
    return string.format("%x", place == "x" and math.random(0, 15) or math.random(8, 11))
  end))
end

local function text(words)
  local all = {}
  for i = 1, words do all[i] = word() end
  return table.concat(all, " ")
end

function init(args)
  math.randomseed(tonumber(args[4]) * 64 + number)
  for _ = 1, 20 do math.random() end
  local headers = { Cookie = args[2] }
  if args[1] == "read" then
    local ready = {}
    for id in io.lines(args[5]) do
      ready[#ready + 1] = wrk.format("GET", (args[6]:gsub("{id}", id)), headers)
    end
    request = function() return ready[math.random(#ready)] end
  else
    headers["Origin"] = args[3]
    headers["Content-Type"] = "application/json"
    if args[8] and args[8] ~= "" then headers[args[8]] = args[9] end
    local path = args[7]
    request = function()
      headers["Idempotency-Key"] = uuid()
      local body = string.format(
        '{"name":"%s %s","born":"%d-%02d-%02d","mail":"%s@example.org","phone":"+49 30 %d","note":"%s"}',
        word(), word(), math.random(1940, 2005), math.random(1, 12), math.random(1, 28), word(),
        math.random(1000000, 9999999), text(22))
      return wrk.format("POST", path, headers, body)
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"max":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
