public import Foundation

/// The documents of SMART Scheduling Links: what is offered where and when, for other services to read.
///
/// The format: `specification.md` of github.com/smart-on-fhir/smart-scheduling-links, on FHIR R4. What is made here is
/// checked; what is decoded is taken as it stands.
public enum SmartLinks {
    /// A resource that fills one line of a file.
    public protocol Resource: Codable, Hashable, Sendable {
        /// The kind of the resource, the same as in ``Manifest/Output``.
        static var kind: Kind { get }

        /// The identifier within its kind: 1 to 64 letters, digits, `-` and `.`.
        var id: String { get }
    }

    /// A kind of resource.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        case location = "Location"
        case schedule = "Schedule"
        case slot = "Slot"
    }

    /// A file with one resource a line (NDJSON), in the order of identifiers and with the keys of each in order.
    ///
    /// The same resources give the same bytes, so a hash of them can serve as ETag.
    ///
    /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when an identifier is there twice or a resource holds
    ///   a number that JSON can't write.
    /// - Complexity: O(*n* log *n*), where *n* is the number of resources.
    public static func file(_ resources: [some Resource]) throws(SchedulingError) -> Data {
        let encoder = encoder()
        var file = Data()
        var last: String?
        for resource in resources.sorted(by: { $0.id < $1.id }) {
            guard resource.id != last else {
                throw .invalid(field: "id", value: resource.id, reason: "is there twice")
            }
            last = resource.id
            guard let line = try? encoder.encode(resource) else {
                throw .invalid(field: "id", value: resource.id, reason: "can't be written as JSON")
            }
            file.append(line)
            file.append(UInt8(ascii: "\n"))
        }
        return file
    }

    /// One line per resource needs JSON without line breaks; sorted keys make it repeatable.
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    static func checkedID(_ id: String, _ field: String = "id") throws(SchedulingError) -> String {
        let isAllowed = id.utf8.allSatisfy { byte in
            Digits.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        guard (1...64).contains(id.utf8.count), isAllowed else {
            throw .invalid(field: field, value: id, reason: "is not 1 to 64 letters, digits, '-' and '.'")
        }
        return id
    }

    static func checkedLink(_ url: String, _ field: String) throws(SchedulingError) -> String {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), url.utf8.count <= 2000,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .invalid(field: field, value: url, reason: "is not a full web address") }
        return url
    }

    static func checkedText(_ text: String, _ field: String) throws(SchedulingError) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw .invalid(field: field, value: text, reason: "is empty")
        }
        return text
    }
}
