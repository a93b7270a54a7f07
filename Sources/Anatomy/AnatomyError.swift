/// What can be wrong with the anatomy's own data files.
public enum AnatomyError: Error, Equatable, CustomStringConvertible {
    case missingResources(target: String, searched: [String])
    case unreadable(file: String, reason: String)
    case badTable(file: String, line: Int, problem: String)
    case badAtlas(problem: String)

    public var description: String {
        switch self {
        case .missingResources(let target, let searched):
            "The data folder of \(target) was not found beside the program (looked in "
                + "\(searched.joined(separator: ", "))). Keep tautband_\(target).resources next to the executable "
                + "or name its parent folder in TAUTBAND_RESOURCES."
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .badTable(let file, let line, let problem): "\(file), line \(line): \(problem)"
        case .badAtlas(let problem): "body.atlas: \(problem)"
        }
    }
}
