/// One defect of the knowledge files.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Sendable { case error, warning }
    public let severity: Severity
    /// The file, relative to the knowledge folder.
    public let file: String
    /// Line of the offending value, from 1; 0 where unknown.
    public let line: Int
    /// The path of keys to the value, for example `parts.upper.refers[2].zones[0]`.
    public let path: String
    /// The value as written, shortened.
    public let value: String
    public let message: String

    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        let shown = value.isEmpty ? "" : " (\(value))"
        return "\(severity.rawValue): \(place): \(path): \(message)\(shown)"
    }
}
