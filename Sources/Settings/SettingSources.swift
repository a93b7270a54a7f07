import Foundation

/// Finds values in their order of rank: flag, environment, file; and remembers where each was found.
struct SettingSources {
    private enum Written {
        case words(String)
        case json(JSONValue)
    }

    private let flags: [SettingName: String]
    private let environment: [String: String]
    private let file: (path: String, values: [String: JSONValue])?
    /// Where each value asked for so far came from.
    private(set) var origins: [SettingName: SettingOrigin] = [:]

    /// Reads the settings file, where one is named.
    ///
    /// - Throws: ``SettingsError`` when it is unreadable, no JSON object, or has an unknown key.
    init(
        flags: [SettingName: String], configFile: String?, environment: [String: String],
        read: (String) throws -> Data
    ) throws(SettingsError) {
        (self.flags, self.environment) = (flags, environment)
        let named = environment["TAUTBAND_CONFIG"] ?? ""
        guard let path = configFile ?? (named.isEmpty ? nil : named) else {
            file = nil
            return
        }
        let data: Data
        do {
            data = try read(path)
        } catch {
            throw .unreadable(file: path, reason: shown(error.localizedDescription))
        }
        let values: [String: JSONValue]
        do {
            // A line feed behind it: the decoder traps when its bound on depth is broken at the very end of the data.
            values = try JSONDecoder().decode([String: JSONValue].self, from: data + Data("\n".utf8))
        } catch {
            throw .notAnObject(file: path, reason: Self.reason(error, in: data))
        }
        let unknown = values.keys.filter { SettingName(rawValue: $0) == nil }.min()
        if let unknown { throw .unknownKey(file: path, key: shown(unknown)) }
        file = (path, values)
    }

    /// A whole number within `range`.
    mutating func integer(
        _ name: SettingName, in range: ClosedRange<Int>, default standard: Int
    ) throws(SettingsError) -> Int {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let value: Int?
        switch find(name) {
        case nil: return standard
        case .words(let text): value = Int(text)
        case .json(.integer(let number)): value = number
        case .json: value = nil
        }
        guard let value, range.contains(value) else { throw invalid(name, allowed) }
        return value
    }

    /// Yes or no.
    mutating func truth(_ name: SettingName, default standard: Bool) throws(SettingsError) -> Bool {
        switch find(name) {
        case nil: return standard
        case .json(.bool(let value)): return value
        case .words(let text) where ["true", "yes", "on", "1"].contains(text.lowercased()): return true
        case .words(let text) where ["false", "no", "off", "0"].contains(text.lowercased()): return false
        default: throw invalid(name, "true or false")
        }
    }

    /// Text that `parse` accepts, nil where none is given.
    mutating func text<Value>(
        _ name: SettingName, allowed: String, parse: (String) -> Value?
    ) throws(SettingsError) -> Value? {
        let text: String
        switch find(name) {
        case nil: return nil
        case .words(let words): text = words
        case .json(.text(let words)): text = words
        case .json: throw invalid(name, allowed)
        }
        guard let value = parse(text) else { throw invalid(name, allowed) }
        return value
    }

    /// A path of a file or folder, relative to the working folder unless it begins with a slash.
    mutating func path(_ name: SettingName) throws(SettingsError) -> String? {
        try text(name, allowed: "a path without control characters") { text in
            let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            return isPlain && (1...4095).contains(text.utf8.count) ? text : nil
        }
    }

    /// Several values: an array of strings in the file, else separated by commas or spaces.
    mutating func list<Value>(
        _ name: SettingName, allowed: String, parse: (String) -> Value?
    ) throws(SettingsError) -> [Value] {
        var texts: [String] = []
        switch find(name) {
        case nil: return []
        case .words(let words): texts = words.split { $0 == "," || $0.isWhitespace }.map(String.init)
        case .json(.list(let values)):
            for value in values {
                guard case .text(let text) = value else { throw invalid(name, allowed) }
                texts.append(text)
            }
        case .json: throw invalid(name, "a list of: " + allowed)
        }
        var parsed: [Value] = []
        for text in texts {
            guard let value = parse(text) else { throw invalid(name, allowed) }
            parsed.append(value)
        }
        return parsed
    }

    private mutating func find(_ name: SettingName) -> Written? {
        let (written, origin) = place(name)
        origins[name] = origin
        return written
    }

    private func place(_ name: SettingName) -> (Written?, SettingOrigin) {
        if let text = flags[name] { return (.words(text), .flag(name.flag)) }
        for variable in name.variables {
            // An empty variable counts as unset: compose files pass every variable on.
            if let text = environment[variable], !text.isEmpty { return (.words(text), .environment(variable)) }
        }
        if let file, let value = file.values[name.key] { return (.json(value), .file(file.path)) }
        return (nil, .standard)
    }

    private func invalid(_ name: SettingName, _ allowed: String) -> SettingsError {
        let (written, origin) = place(name)
        let value =
            switch written {
            case nil: ""
            case .words(let text): text
            case .json(let value): value.description
            }
        return .invalid(name: name, value: name.isSecret ? "***" : shown(value), origin: origin, allowed: allowed)
    }

    /// What is wrong with the file, without quoting it: the quote might be a password.
    private static func reason(_ error: any Error, in data: Data) -> String {
        if case DecodingError.typeMismatch = error { return "the outermost value is something else" }
        return "invalid JSON" + (line(in: data).map { " around line \($0)" } ?? "")
    }

    /// The line at which the system's other parser, which tells the place, gives up.
    private static func line(in data: Data) -> Int? {
        do {
            _ = try JSONSerialization.jsonObject(with: data)
            return nil
        } catch {
            let message = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? ""
            guard let match = message.firstMatch(of: /character (\d+)/), let place = Int(match.1) else { return nil }
            return data.prefix(place).count { $0 == UInt8(ascii: "\n") } + 1
        }
    }
}
