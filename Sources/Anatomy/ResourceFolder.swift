public import Foundation

/// The folder of a target's data files, found beside the running program.
///
/// The generated `Bundle.module` stops the process when the folder is missing; a server must answer with an error
/// instead, so the search is done here: `TAUTBAND_RESOURCES`, then the folder of the executable.
public struct ResourceFolder: Sendable {
    /// The absolute path of the folder.
    public let path: String

    /// A folder named by its path.
    public init(path: String) {
        self.path = path
    }

    /// Finds the data folder of a target of this package.
    ///
    /// - Throws: ``AnatomyError/missingResources(target:searched:)`` when no candidate exists.
    public static func of(target: String) throws(AnatomyError) -> ResourceFolder {
        let bundle = "tautband_\(target).resources"
        var candidates: [String] = []
        if let named = ProcessInfo.processInfo.environment["TAUTBAND_RESOURCES"], !named.isEmpty {
            candidates.append(named)
        }
        if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            candidates.append((program as NSString).deletingLastPathComponent)
        }
        for candidate in candidates {
            let path = "\(candidate)/\(bundle)/Resources"
            if FileManager.default.fileExists(atPath: path) {
                return ResourceFolder(path: path)
            }
        }
        throw .missingResources(target: target, searched: candidates)
    }

    /// Reads one file whole.
    ///
    /// - Throws: ``AnatomyError/unreadable(file:reason:)``.
    public func data(_ name: String) throws(AnatomyError) -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"), options: .mappedIfSafe)
        } catch {
            throw .unreadable(file: name, reason: error.localizedDescription)
        }
    }

    /// The paths, relative to this folder, of the files below `folder` that end in `ending`, sorted.
    public func files(in folder: String, ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []
        return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }
}
