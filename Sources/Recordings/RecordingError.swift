/// What is wrong with a recording, or with what is asked of it.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller can do something about.
    public enum Kind: String, CaseIterable, Sendable {
        /// The system does not give the bytes: no such file, no permission, no regular file, shorter than before.
        case unreadable

        /// The content is none of the known formats.
        case unrecognised

        /// The format is known, but this kind of it is not read.
        case unsupported

        /// A value does not follow the rules of its format.
        case invalid

        /// The file ends too early; ``RecordingError/reason`` says how much can be read.
        case truncated

        /// A value is beyond ``RecordingLimits``.
        case overLimit

        /// A sample in a text file is missing, not a number, or infinite.
        case notFinite

        /// The file does not state the rate or the unit, and the caller did not declare it.
        case undeclared

        /// A channel, sample or time that the recording does not have.
        case outOfRange

        /// What is to be written does not fit the format, or the system refuses it.
        case notWritable
    }

    /// Where the fault lies.
    public enum Place: Hashable, Sendable {
        /// The offset in bytes from the beginning of the file.
        case byte(Int)

        /// The line of a text file; the first is 1.
        case line(Int)
    }

    /// What a caller can do something about.
    public let kind: Kind

    /// The name of the file without its folders.
    public let file: String

    /// Where the fault lies; `nil` when it concerns the file as a whole.
    public let place: Place?

    /// The field that is wrong, in the words of its format.
    public let field: String

    /// The value that was found, at most 40 printable characters.
    public let value: String

    /// The rule that the value breaks, as the end of a sentence.
    public let reason: String

    /// Creates an error; the value is shortened, and what can't be printed is replaced by `?`.
    public init(_ kind: Kind, file: String, at place: Place? = nil, field: String, value: String, reason: String) {
        self.kind = kind
        self.file = file
        self.place = place
        self.field = field
        self.value = Self.shown(value)
        self.reason = reason
    }

    /// One sentence that names file, place, field, value and rule.
    public var description: String {
        let at =
            switch place {
            case .byte(let offset): ", byte \(offset)"
            case .line(let line): ", line \(line)"
            case nil: ""
            }
        let quoted = value.isEmpty ? "" : " '\(value)'"
        return "\(file)\(at): \(field)\(quoted) \(reason)."
    }

    private static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(40) {
            let printable = scalar.value >= 0x20 && scalar.value != 0x7f && !(0x80...0x9f).contains(scalar.value)
            shown.append(printable ? scalar : "?")
        }
        return String(shown)
    }
}
