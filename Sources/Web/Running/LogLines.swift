package import Foundation
import Glibc
public import Logging
import Synchronization

/// Writes each log event as one JSON object on a line of its own.
///
/// A line has `time` (ISO 8601, UTC, milliseconds), `level`, `event`, and of the metadata nothing but ``keys``:
/// health records are kept out by what is let through, not by what is filtered. Control characters are escaped, so
/// that no value can begin a line. Writing never fails and never throws; a line that cannot be written is lost.
public struct LogLines: LogHandler {
    /// The metadata that is written; anything else is dropped.
    ///
    /// `route` is the pattern of the route, never the path that was asked for.
    public static let keys: [String] = [
        "request_id", "method", "route", "status", "milliseconds", "bytes", "actor_id", "practice_id", "type",
    ]

    /// Where lines go; shared by all handlers of a process, so that lines never mix.
    public final class Sink: Sendable {
        private let write: Mutex<@Sendable (String) -> Void>

        /// Lines go to `write`, one at a time, each with its line feed.
        public init(write: @escaping @Sendable (String) -> Void) {
            self.write = Mutex(write)
        }

        /// The standard error stream of the process.
        public static let standardError = Sink { line in
            var bytes = Array(line.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
                if count > 0 {
                    bytes = bytes.dropFirst(count)
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }

        func add(_ line: String) {
            write.withLock { $0(line) }
        }
    }

    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let sink: Sink
    private let now: @Sendable () -> Date

    /// A handler for one logger.
    public init(level: Logger.Level = .info, sink: Sink = .standardError) {
        self.init(level: level, sink: sink, now: { Date() })
    }

    package init(level: Logger.Level, sink: Sink, now: @escaping @Sendable () -> Date) {
        (logLevel, self.sink, self.now) = (level, sink, now)
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if all["request_id"] == nil { all["request_id"] = all["hb.request.id"] }
        // Of an error only its type: its words may quote what a client wrote.
        if all["type"] == nil, let error = event.error { all["type"] = "\(Swift.type(of: error))" }
        var line = "{\"time\":\"\(Self.time(now()))\",\"level\":\"\(event.level.rawValue)\""
        line += ",\"event\":\(Self.quoted(event.message.description))"
        for key in Self.keys {
            guard let value = all[key], let text = Self.text(value, of: key) else { continue }
            let isNumber = Self.numbers.contains(key) && Double(text)?.isFinite == true && Self.isPlainNumber(text)
            line += ",\"\(key)\":\(isNumber ? text : Self.quoted(text))"
        }
        sink.add(line + "}\n")
    }

    private static let numbers: Set<String> = ["status", "milliseconds", "bytes"]

    /// Digits with an optional sign and fraction, as JSON allows them.
    private static func isPlainNumber(_ text: String) -> Bool {
        text.count <= 24 && text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) != nil
    }

    /// Lists and dictionaries give nil: none of the keys has one.
    private static func text(_ value: Logger.Metadata.Value, of key: String) -> String? {
        let text: String
        switch value {
        case .string(let string): text = string
        case .stringConvertible(let value): text = value.description
        case .array, .dictionary: return nil
        }
        // A pattern has no question mark; a path given by mistake loses its query.
        return key == "route" ? String(text.prefix { $0 != "?" }) : text
    }

    private static func time(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(
                dateSeparator: .dash, dateTimeSeparator: .standard, timeSeparator: .colon,
                includingFractionalSeconds: true, timeZone: .gmt))
    }

    /// A JSON string of at most 200 bytes of the text, cut between characters.
    package static func quoted(_ text: String) -> String {
        var (line, size) = ("\"", 0)
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            guard size <= 200 else {
                line += "…"
                break
            }
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case _ where isUnsafe(scalar):
                for unit in UTF16.encode(scalar) ?? .init() {
                    let digits = String(unit, radix: 16)
                    line += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                }
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line + "\""
    }

    /// Control and format characters (among them those that turn the direction of writing) and line separators.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
