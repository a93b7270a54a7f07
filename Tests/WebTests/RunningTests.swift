import Foundation
import Logging
import Synchronization
import Testing
import Web

@Suite struct RateLimiterTests {
    @Test func `a full bucket is spent, then refills steadily`() throws {
        let limiter = RateLimiter(perMinute: 60, burst: 3)
        for _ in 0..<3 { #expect(limiter.allow(key: "a", now: 100) == nil) }
        #expect(try #require(limiter.allow(key: "a", now: 100)) == 1)
        #expect(try #require(limiter.allow(key: "a", now: 100.5)) == 0.5)
        #expect(limiter.allow(key: "a", now: 101) == nil)
        #expect(limiter.allow(key: "a", now: 101) != nil)
        #expect(limiter.allow(key: "b", now: 101) == nil, "another key has its own bucket")
        for _ in 0..<3 { #expect(limiter.allow(key: "a", now: 1e6) == nil) }
        #expect(limiter.allow(key: "a", now: 1e6) != nil, "a bucket never holds more than its size")
    }

    @Test(arguments: [1, 7, 13, 600, 100_000])
    func `whoever waits as long as told is let in`(perMinute: Int) {
        let limiter = RateLimiter(perMinute: perMinute, burst: 2)
        var now = 12_345.678
        for _ in 0..<1_000 {
            if let wait = limiter.allow(key: "a", now: now) {
                #expect(wait > 0 && wait <= 60)
                now += wait
                #expect(limiter.allow(key: "a", now: now) == nil)
            }
        }
    }

    @Test(arguments: [7, 60, 600])
    func `over any time no more passes than the bucket and its inflow`(perMinute: Int) {
        let limiter = RateLimiter(perMinute: perMinute, burst: 5)
        var passed = 0
        for step in 0..<6_000 where limiter.allow(key: "a", now: Double(step) / 50) == nil { passed += 1 }
        #expect(passed <= 5 + perMinute * 2)
        #expect(passed >= perMinute * 2)
    }

    @Test func `a clock that steps back gives nothing and traps nothing`() {
        let limiter = RateLimiter(perMinute: 60, burst: 1)
        #expect(limiter.allow(key: "a", now: 100) == nil)
        for now in [99, 0, -1e300, .nan, .infinity] { #expect(limiter.allow(key: "a", now: now) != nil) }
        #expect(limiter.allow(key: "a", now: 101) == nil)
        #expect(limiter.allow(key: "a", now: 102, cost: .nan) == nil)
        #expect(limiter.allow(key: "a", now: 102, cost: -5) == nil)
        #expect(limiter.allow(key: "a", now: 103, cost: 1e300) == nil, "too dear counts as a full bucket")
        #expect(limiter.allow(key: "a", now: 103) != nil)
    }

    @Test func `the table is bounded, and the key unused for longest goes first`() {
        let limiter = RateLimiter(perMinute: 1, burst: 1, capacity: 3)
        for key in ["a", "b", "c"] { #expect(limiter.allow(key: key, now: 0) == nil) }
        #expect(limiter.allow(key: "a", now: 0) != nil, "spent, and now the newest")
        #expect(limiter.allow(key: "d", now: 0) == nil, "b goes")
        #expect(limiter.count == 3)
        #expect(limiter.allow(key: "a", now: 0) != nil)
        #expect(limiter.allow(key: "c", now: 0) != nil)
        #expect(limiter.allow(key: "b", now: 0) == nil, "forgotten, so full again")
    }

    @Test func `the chain of buckets agrees with a plain list`() {
        var table = RecentBuckets()
        var model: [(key: String, tokens: Double)] = []
        var seed: UInt64 = 7
        for step in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = "\((seed >> 33) % 40)"
            let expected = model.firstIndex { $0.key == key }.map { model.remove(at: $0).tokens }
            #expect(table.take(key)?.tokens == expected)
            if (seed >> 60) % 4 != 0 {
                if model.count >= 16 { model.removeFirst() }
                model.append((key, Double(step)))
                table.put(key, Bucket(tokens: Double(step), time: 0), capacity: 16)
            }
            #expect(table.count == model.count)
        }
    }

    @Test func `ten thousand and more strangers do not grow it`() {
        let limiter = RateLimiter(perMinute: 60)
        for number in 0..<30_000 { #expect(limiter.allow(key: "\(number)", now: 0) == nil) }
        #expect(limiter.count == 10_000)
    }
}

@Suite struct RequestMetricsTests {
    @Test func `requests are counted by route, method and class of status`() {
        let metrics = RequestMetrics()
        for (status, seconds) in [(200, 0.004), (204, 0.005), (404, 0.3), (500, 99)] {
            metrics.began()
            metrics.ended(route: "/clients/{id}", method: "GET", status: status, seconds: seconds)
        }
        metrics.began()
        let lines = metrics.text().split(separator: "\n").map(String.init)
        for expected in [
            "# HELP tautband_requests_total Requests answered, by route, method and class of status.",
            "# TYPE tautband_requests_total counter",
            "tautband_requests_total{route=\"/clients/{id}\",method=\"GET\",status=\"2xx\"} 2",
            "tautband_requests_total{route=\"/clients/{id}\",method=\"GET\",status=\"4xx\"} 1",
            "tautband_requests_total{route=\"/clients/{id}\",method=\"GET\",status=\"5xx\"} 1",
            "# TYPE tautband_request_seconds histogram",
            "tautband_request_seconds_bucket{route=\"/clients/{id}\",le=\"0.005\"} 2",
            "tautband_request_seconds_bucket{route=\"/clients/{id}\",le=\"0.25\"} 2",
            "tautband_request_seconds_bucket{route=\"/clients/{id}\",le=\"0.5\"} 3",
            "tautband_request_seconds_bucket{route=\"/clients/{id}\",le=\"10\"} 3",
            "tautband_request_seconds_bucket{route=\"/clients/{id}\",le=\"+Inf\"} 4",
            "tautband_request_seconds_count{route=\"/clients/{id}\"} 4", "tautband_requests_in_flight 1",
            "# TYPE process_resident_memory_bytes gauge", "# TYPE process_open_fds gauge",
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
        #expect(metrics.text().hasSuffix("\n"))
    }

    @Test func `every line has the form of the format`() throws {
        let metrics = RequestMetrics()
        metrics.ended(route: "a\"b\\c\nd", method: "BREW", status: 9, seconds: .nan)
        metrics.gauge("queue depth!", help: "Length\nof the queue.") { .infinity }
        metrics.gauge("9lives", help: "") { 1e-7 }
        let number = #/(?:-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|\+Inf|-Inf|NaN)/#
        let label = #/[a-z]+="(?:[^"\\\n]|\\[\\"n])*"/#
        for line in metrics.text().split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("#") {
                #expect(line.wholeMatch(of: #/# (?:HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*/#) != nil, "\(line)")
                continue
            }
            let (name, rest) = (line.prefix { $0 != "{" && $0 != " " }, line.drop { $0 != "{" && $0 != " " })
            #expect(name.wholeMatch(of: #/[a-zA-Z_:][a-zA-Z0-9_:]*/#) != nil, "\(line)")
            let value = try #require(line.split(separator: " ").last)
            #expect(value.wholeMatch(of: number) != nil, "\(line)")
            guard rest.hasPrefix("{") else { continue }
            let inside = rest.dropFirst().dropLast(value.count + 2)
            #expect(!inside.matches(of: label).isEmpty && inside.replacing(label, with: "").allSatisfy { $0 == "," })
        }
        #expect(metrics.text().contains("queue_depth_ +Inf\n"))
        #expect(metrics.text().contains("\n_lives 1e-07\n"))
        #expect(metrics.text().contains(#"route="a\"b\\c\nd",method="other",status="other""#))
    }

    @Test func `unknown routes are other, and learnt ones are bounded`() {
        let closed = RequestMetrics(routes: ["/"])
        closed.ended(route: "/", method: "GET", status: 200, seconds: 0)
        closed.ended(route: "/etc/passwd", method: "GET", status: 404, seconds: 0)
        closed.ended(route: nil, method: "GET", status: 404, seconds: 0)
        #expect(!closed.text().contains("passwd"))
        #expect(closed.text().contains("{route=\"other\",method=\"GET\",status=\"4xx\"} 2"))
        let learning = RequestMetrics(limit: 5)
        for number in 0..<1_000 { learning.ended(route: "/\(number)", method: "GET", status: 200, seconds: 0) }
        #expect(learning.text().split(separator: "\n").count { $0.hasPrefix("tautband_requests_total{") } == 6)
        #expect(learning.text().contains("{route=\"other\",method=\"GET\",status=\"2xx\"} 995"))
    }

    @Test func `a gauge is asked at each rendering and may use the metrics itself`() {
        let metrics = RequestMetrics()
        let calls = Mutex(0.0)
        metrics.gauge("depth", help: "Depth.") { 99 }
        metrics.gauge("depth", help: "Depth.") {
            metrics.began()
            return calls.withLock { count in
                count += 1
                return count
            }
        }
        #expect(metrics.text().contains("depth 1\n"))
        #expect(metrics.text().contains("# HELP depth Depth.\n# TYPE depth gauge\ndepth 2\n"))
    }

    @Test func `requests end at most as often as they began`() {
        let metrics = RequestMetrics()
        metrics.ended(route: nil, method: "GET", status: 200, seconds: 0)
        #expect(metrics.text().contains("tautband_requests_in_flight 0\n"))
    }

    @Test func `many tasks lose no count`() async {
        let metrics = RequestMetrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        metrics.began()
                        metrics.ended(route: "/", method: "GET", status: 200, seconds: 0)
                    }
                }
            }
        }
        #expect(metrics.text().contains("{route=\"/\",method=\"GET\",status=\"2xx\"} 8000\n"))
        #expect(metrics.text().contains("tautband_requests_in_flight 0\n"))
    }

    @Test func `memory and open files of the process are told`() throws {
        #expect(try #require(ProcessState.residentBytes()) > 1_000_000)
        #expect(try #require(ProcessState.openFiles()) >= 3)
    }
}

@Suite struct LogLinesTests {
    /// Lines collected in memory.
    private final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        var taken: [String] { all.withLock { $0 } }
        var sink: LogLines.Sink { LogLines.Sink { line in self.all.withLock { $0.append(line) } } }
    }

    private func written(_ write: (Logger) -> Void) -> [String] {
        let lines = Lines()
        let sink = lines.sink
        write(
            Logger(label: "test") { _ in
                LogLines(level: .info, sink: sink, now: { Date(timeIntervalSince1970: 1_772_539_200.0625) })
            })
        return lines.taken
    }

    @Test func `an event is one JSON object on one line, in a fixed order`() {
        let lines = written { logger in
            logger.info(
                "answered",
                metadata: [
                    "milliseconds": "12.5", "status": "\(200)", "method": "GET", "route": "/clients/{id}",
                    "request_id": "r1", "bytes": .stringConvertible(42), "actor_id": "a", "practice_id": "p",
                    "type": "t",
                ])
        }
        #expect(
            lines == [
                #"{"time":"2026-03-03T12:00:00.062Z","level":"info","event":"answered","request_id":"r1","method":"GET","#
                    + #""route":"/clients/{id}","status":200,"milliseconds":12.5,"bytes":42,"actor_id":"a","#
                    + #""practice_id":"p","type":"t"}"# + "\n"
            ])
    }

    @Test func `other metadata is dropped, and lists and dictionaries with it`() throws {
        let lines = written { logger in
            var logger = logger
            logger[metadataKey: "client_name"] = "Ada"
            logger.info("x", metadata: ["path": "/Ada", "query": "Ada", "type": ["Ada"], "route": "/a?name=Ada"])
        }
        let line = try #require(lines.first)
        #expect(!line.contains("Ada"))
        #expect(line.contains(#""route":"/a"}"#))
    }

    @Test func `an error is told by its type only, and a foreign request id is taken over`() throws {
        struct Spill: Error { let name = "Ada" }
        let line = try #require(
            written { $0.error("failed", error: Spill(), metadata: ["hb.request.id": "7"]) }.first)
        #expect(line.contains(#""level":"error","event":"failed","request_id":"7","type":"Spill"}"#))
        #expect(!line.contains("Ada"))
    }

    @Test(arguments: [
        "a\nb", "a\r\n{\"level\":\"info\"}", "\u{0}\u{1}\u{1b}[31m\u{7f}\u{85}", "\u{2028}\u{2029}\u{202e}abc", "\"\\",
        "ä€😀",
        "e\u{301}\u{200d}", "\u{e0001}", "",
    ])
    func `a value keeps its line and reads back as it was`(text: String) throws {
        let lines = written { $0.info("\(text)", metadata: ["type": "\(text)"]) }
        let line = try #require(lines.first)
        #expect(lines.count == 1 && line.hasSuffix("}\n"))
        for scalar in line.unicodeScalars.dropLast() {
            let unsafe: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator, .format]
            #expect(!unsafe.contains(scalar.properties.generalCategory))
        }
        let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object["event"].map { Array($0.utf8) } == Array(text.utf8))
        #expect(object["type"].map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: ["x", "€", "😀"])
    func `a long value is cut between characters at 200 bytes`(character: String) throws {
        let quoted = LogLines.quoted(String(repeating: character, count: 1_000))
        let kept = quoted.dropFirst().dropLast(2)
        #expect(quoted.hasSuffix("…\""))
        #expect(kept.utf8.count <= 200 && kept.utf8.count > 196)
        #expect(kept.allSatisfy { String($0) == character })
    }

    @Test(arguments: [
        "", "1e5", "0x10", "nan", "inf", "01", "1.", ".5", "+1", "1,2", "--1",
        String(repeating: "9", count: 400),
    ])
    func `what is no JSON number is written as text`(text: String) throws {
        let line = try #require(written { $0.info("x", metadata: ["status": "\(text)"]) }.first)
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["status"] is String)
    }

    @Test func `the level decides, and a provider adds its metadata below that of the event`() {
        let lines = Lines()
        var handler = LogLines(level: .warning, sink: lines.sink, now: { Date(timeIntervalSince1970: 0) })
        handler.metadataProvider = Logger.MetadataProvider { ["actor_id": "provided", "practice_id": "provided"] }
        let made = handler
        let logger = Logger(label: "test") { _ in made }
        logger.info("quiet")
        logger.warning("loud", metadata: ["actor_id": "event"])
        #expect(
            lines.taken == [
                #"{"time":"1970-01-01T00:00:00.000Z","level":"warning","event":"loud","actor_id":"event","#
                    + #""practice_id":"provided"}"# + "\n"
            ])
    }

    @Test func `lines of many tasks do not mix`() async {
        let text = Mutex("")
        let sink = LogLines.Sink { line in
            for character in line { text.withLock { $0.append(character) } }
        }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let logger = Logger(label: "test") { _ in LogLines(sink: sink) }
                    for _ in 0..<50 { logger.info("task \(number)") }
                }
            }
        }
        let lines = text.withLock { $0 }.split(separator: "\n")
        #expect(lines.count == 400)
        #expect(lines.allSatisfy { $0.hasPrefix("{\"time\":") && $0.hasSuffix("\"}") })
    }
}
