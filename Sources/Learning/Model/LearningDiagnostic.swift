/// One defect of the content of the Learn pages.
public struct LearningDiagnostic: Hashable, Sendable, CustomStringConvertible {
    /// The file, relative to the folder of the content.
    public let file: String
    /// The path of keys to the value, for example `physician[2].rules[0]`.
    public let path: String
    /// The value as written, shortened to 80 characters.
    public let value: String
    public let message: String

    init(file: String, path: String, value: String, message: String) {
        self.file = file
        self.path = path
        self.value = String(value.prefix(80))
        self.message = message
    }

    public var description: String { "\(file): \(path): \(message)" + (value.isEmpty ? "" : " (\(value))") }
}
