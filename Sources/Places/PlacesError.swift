/// What can be wrong with a position, a distance or the file of places.
public enum PlacesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A number that is not accepted, with the field it was given for.
    case outOfRange(field: String, value: Double, allowed: ClosedRange<Double>)

    /// The data folder is not where it should be.
    case missingResources(searched: [String])

    /// A file that cannot be read.
    case unreadable(file: String, reason: String)

    /// A file that is not what it should be, with the offset in bytes where that shows.
    case badFile(problem: String, offset: Int)

    /// One sentence that names what is wrong and where.
    public var description: String {
        switch self {
        case .outOfRange(let field, let value, let allowed):
            "\(field) \(value) is outside \(allowed.lowerBound) to \(allowed.upperBound)."
        case .missingResources(let searched):
            "The data folder of Places was not found beside the program (looked in "
                + "\(searched.joined(separator: ", "))). Keep tautband_Places.resources next to the executable "
                + "or name its parent folder in TAUTBAND_RESOURCES."
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)."
        case .badFile(let problem, let offset): "gazetteer.places, byte \(offset): \(problem)."
        }
    }

    /// The value itself when it lies in the range; not a number never does.
    ///
    /// - Throws: ``outOfRange(field:value:allowed:)`` otherwise.
    static func checked(
        _ value: Double, _ field: String, in allowed: ClosedRange<Double>
    ) throws(PlacesError) -> Double {
        guard allowed.contains(value) else {
            throw .outOfRange(field: field, value: value, allowed: allowed)
        }
        return value
    }
}
