import Foundation
import Synchronization

extension Gazetteer {
    /// Loads the file that came with the program: from `TAUTBAND_RESOURCES`, else from beside the executable.
    ///
    /// The generated `Bundle.module` is not used, since it stops the process when the folder is missing.
    ///
    /// - Returns: The gazetteer.
    /// - Throws: ``PlacesError/missingResources(searched:)``, ``PlacesError/unreadable(file:reason:)`` or
    ///   ``PlacesError/badFile(problem:offset:)``.
    public static func load() throws(PlacesError) -> Gazetteer {
        var candidates: [String] = []
        if let named = ProcessInfo.processInfo.environment["TAUTBAND_RESOURCES"], !named.isEmpty {
            candidates.append(named)
        }
        if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            candidates.append((program as NSString).deletingLastPathComponent)
        }
        for candidate in candidates {
            let path = "\(candidate)/tautband_Places.resources/Resources/gazetteer.places"
            if FileManager.default.fileExists(atPath: path) { return try load(path: path) }
        }
        throw .missingResources(searched: candidates)
    }

    /// Loads a file.
    ///
    /// - Throws: ``PlacesError/unreadable(file:reason:)`` or ``PlacesError/badFile(problem:offset:)``.
    public static func load(path: String) throws(PlacesError) -> Gazetteer {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(file: "gazetteer.places", reason: error.localizedDescription)
        }
        return try Gazetteer(bytes: [UInt8](data))
    }
}

/// A gazetteer that is loaded when it is first asked for, once.
public final class LazyGazetteer: Sendable {
    private let loaded = Mutex<Gazetteer?>(nil)

    /// Nothing is loaded yet.
    public init() {}

    /// The gazetteer; after an error the next call tries again.
    ///
    /// - Throws: What ``Gazetteer/load()`` throws.
    public func get() throws(PlacesError) -> Gazetteer {
        try loaded.withLock { (loaded) throws(PlacesError) -> Gazetteer in
            if let loaded { return loaded }
            let gazetteer = try Gazetteer.load()
            loaded = gazetteer
            return gazetteer
        }
    }
}
