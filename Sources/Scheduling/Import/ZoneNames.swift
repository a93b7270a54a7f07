import Foundation

/// Finds the time zone that a TZID stands for.
enum ZoneNames {
    /// The zone of a name of the tz database or of Windows, or `nil`.
    ///
    /// A name that begins with `/` is that of a registry, which mostly ends in one of the tz database.
    static func zone(_ name: String) -> TimeZone? {
        guard name.utf8.count <= 128 else { return nil }
        if let known = WindowsZones.names[name] { return TimeZone(identifier: known) }
        guard name.hasPrefix("/") else { return database(name) }
        let parts = name.split(separator: "/")
        for length in [3, 2, 1] where parts.count >= length {
            if let zone = database(parts.suffix(length).joined(separator: "/")) { return zone }
        }
        return nil
    }

    // Only letters and the like, since the name may become part of a path of a file.
    private static func database(_ name: String) -> TimeZone? {
        let isPlain = name.utf8.allSatisfy { byte in
            Digits.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                || byte == UInt8(ascii: "/")
        }
        guard !name.isEmpty, isPlain, !name.hasPrefix("/") else { return nil }
        return TimeZone(identifier: name)
    }
}
