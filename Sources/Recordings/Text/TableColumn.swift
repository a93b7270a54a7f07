/// What the name of a column says about it.
struct TableColumn {
    enum Content: Equatable {
        case signal

        /// Seconds in one unit of its numbers; `nil` when the name does not say.
        case time(seconds: Double?)

        /// A number that counts the rows.
        case counter
    }

    let label: String
    let unit: SignalUnit
    let content: Content

    /// Reads a name such as `EMG (mV)`, `EMG [µV]`, `EMG_mV` or `Time (s)`.
    init(name: String, unit stated: String?) {
        let (label, inside) = Self.parts(ASCIIText.trimmed(name))
        let text = ASCIIText.trimmed(stated ?? "")
        let unitText = text.isEmpty ? inside : text.trimmingBrackets
        self.label = ASCIIText.shortened(label, to: RecordingLimits.labelBytes)
        unit = SignalUnit(unitText)
        let bare = label.lowercased()
        if Self.timeNames.contains(bare) {
            content = .time(seconds: Self.seconds[unitText.lowercased()])
        } else if let seconds = Self.seconds[bare], inside.isEmpty {
            content = .time(seconds: seconds)
        } else if Self.counterNames.contains(bare), unitText.isEmpty {
            content = .counter
        } else {
            content = .signal
        }
    }

    private static let timeNames: Set<String> = [
        "time", "t", "zeit", "temps", "tiempo", "tempo", "timestamp", "elapsed", "elapsed time",
    ]
    private static let counterNames: Set<String> = ["", "index", "sample", "samples", "frame", "nr", "no", "#", "n"]
    private static let seconds: [String: Double] = [
        "s": 1, "sec": 1, "second": 1, "seconds": 1, "ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3,
        "milliseconds": 1e-3, "us": 1e-6, "\u{b5}s": 1e-6, "\u{3bc}s": 1e-6, "microseconds": 1e-6,
    ]

    /// The name without its unit, and the unit.
    private static func parts(_ name: String) -> (String, String) {
        for (open, close) in [("(", ")"), ("[", "]")] {
            guard name.hasSuffix(close), let at = name.lastIndex(of: Character(open)) else { continue }
            let unit = name[name.index(after: at)...].dropLast()
            return (ASCIIText.trimmed(String(name[..<at])), ASCIIText.trimmed(String(unit)))
        }
        for suffix in ["_mV", "_uV", "_\u{b5}V", "_\u{3bc}V"] where name.hasSuffix(suffix) && name.count > suffix.count
        {
            return (String(name.dropLast(suffix.count)), String(suffix.dropFirst()))
        }
        return (name, "")
    }

    /// Whether the text is what a line of units holds.
    static func isUnit(_ text: String) -> Bool {
        let bare = ASCIIText.trimmed(text).trimmingBrackets
        return bare.isEmpty || seconds[bare.lowercased()] != nil || SignalUnit(bare).microvolts != nil
    }

    /// Whether the field stands for a number that is missing.
    static func isMissing(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        field.count <= 5 && missing.contains(bare(ASCIIText.decoded(field)))
    }

    /// Whether the text says that a number is infinite.
    static func isInfinite(_ text: String) -> Bool { ["inf", "infinity"].contains(bare(text)) }

    /// Whether the text stands for a number that is missing or not finite.
    static func isNoFiniteNumber(_ text: String) -> Bool { missing.contains(bare(text)) || isInfinite(text) }

    private static let missing: Set<String> = ["", "nan", "na", "n/a", "null", "none"]

    private static func bare(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasPrefix("-") || lower.hasPrefix("+") ? String(lower.dropFirst()) : lower
    }
}

extension String {
    /// The text without one pair of brackets around it.
    fileprivate var trimmingBrackets: String {
        guard count >= 2, (hasPrefix("(") && hasSuffix(")")) || (hasPrefix("[") && hasSuffix("]")) else { return self }
        return String(dropFirst().dropLast())
    }
}
