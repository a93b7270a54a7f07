import Synchronization

/// Counts requests and renders them, with the state of the process, as Prometheus text (format 0.0.4).
///
/// Labels are route patterns, methods and status classes only: no path, no address, no person. Their number is
/// bounded, so that requests cannot fill the memory.
public final class RequestMetrics: Sendable {
    /// Upper bounds of the histogram, in seconds.
    public static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// The content type of ``text()``.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct Labels: Hashable {
        let route: String
        let method: String
        let status: String
    }

    private struct Histogram {
        /// One count for each bound, and one beyond.
        var counts = [UInt64](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var sum = 0.0
    }

    private struct State {
        var routes: Set<String> = []
        var requests: [Labels: UInt64] = [:]
        var seconds: [String: Histogram] = [:]
        var inFlight = 0
        var gauges: [String: (help: String, value: @Sendable () -> Double)] = [:]
    }

    private let known: Set<String>?
    private let limit: Int
    private let state = Mutex(State())

    /// Prepares empty counts.
    ///
    /// `routes`: The route patterns; any other one counts as `other`. Nil learns them from the requests.
    /// `limit`: How many patterns are learnt at most.
    public init(routes: Set<String>? = nil, limit: Int = 200) {
        (known, self.limit) = (routes, max(0, limit))
    }

    /// A request came in; each call needs one of ``ended(route:method:status:seconds:)``.
    public func began() {
        state.withLock { $0.inFlight += 1 }
    }

    /// A request was answered or given up.
    ///
    /// `route`: The pattern that matched, never the path; nil where none did.
    /// `seconds`: From the first byte in to the last byte out; negative or not finite counts as 0.
    public func ended(route: String?, method: String, status: Int, seconds: Double) {
        let seconds = seconds.isFinite ? max(0, seconds) : 0
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.inFlight = max(0, state.inFlight - 1)
            let route = label(route, &state.routes)
            let labels = Labels(route: route, method: Self.label(method: method), status: Self.label(status: status))
            state.requests[labels, default: 0] &+= 1
            state.seconds[route, default: Histogram()].counts[bucket] &+= 1
            state.seconds[route, default: Histogram()].sum += seconds
        }
    }

    /// Adds a gauge that is asked for its value at every rendering; a second one of the same name replaces the first.
    ///
    /// `name`: Letters, digits, `_` and `:`; anything else becomes `_`.
    /// `value`: Must be quick and must not wait; it is called outside of any lock.
    public func gauge(_ name: String, help: String, value: @escaping @Sendable () -> Double) {
        let name = Self.metricName(name)
        state.withLock { $0.gauges[name] = (help, value) }
    }

    /// Everything as Prometheus text, in a fixed order.
    public func text() -> String {
        let now = state.withLock { $0 }
        var page = MetricsPage()
        page.head("tautband_requests_total", "counter", "Requests answered, by route, method and class of status.")
        let order = now.requests.keys.sorted { ($0.route, $0.method, $0.status) < ($1.route, $1.method, $1.status) }
        for labels in order {
            let pairs = [("route", labels.route), ("method", labels.method), ("status", labels.status)]
            page.line("tautband_requests_total", pairs, Double(now.requests[labels] ?? 0))
        }
        page.head("tautband_request_seconds", "histogram", "Seconds from a request to the end of its answer, by route.")
        for (route, histogram) in now.seconds.sorted(by: { $0.key < $1.key }) {
            var total: UInt64 = 0
            for (bound, count) in zip(Self.bounds + [.infinity], histogram.counts) {
                total &+= count
                let pairs = [("route", route), ("le", MetricsPage.number(bound))]
                page.line("tautband_request_seconds_bucket", pairs, Double(total))
            }
            page.line("tautband_request_seconds_sum", [("route", route)], histogram.sum)
            page.line("tautband_request_seconds_count", [("route", route)], Double(total))
        }
        page.head("tautband_requests_in_flight", "gauge", "Requests that are being answered.")
        page.line("tautband_requests_in_flight", [], Double(now.inFlight))
        for (name, gauge) in now.gauges.sorted(by: { $0.key < $1.key }) {
            page.head(name, "gauge", gauge.help)
            page.line(name, [], gauge.value())
        }
        if let bytes = ProcessState.residentBytes() {
            page.head("process_resident_memory_bytes", "gauge", "Memory in use that is not swapped out.")
            page.line("process_resident_memory_bytes", [], bytes)
        }
        if let count = ProcessState.openFiles() {
            page.head("process_open_fds", "gauge", "Open file descriptors.")
            page.line("process_open_fds", [], count)
        }
        return page.text
    }

    private func label(_ route: String?, _ learnt: inout Set<String>) -> String {
        guard let route else { return "other" }
        if let known { return known.contains(route) ? route : "other" }
        if learnt.contains(route) { return route }
        guard learnt.count < limit, route.utf8.count <= 200 else { return "other" }
        learnt.insert(route)
        return route
    }

    private static func label(method: String) -> String {
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        return known.contains(method) ? method : "other"
    }

    private static func label(status: Int) -> String {
        (100...599).contains(status) ? "\(status / 100)xx" : "other"
    }

    private static func metricName(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_", ":": name.unicodeScalars.append(scalar)
            case "0"..."9" where !name.isEmpty: name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }
}
