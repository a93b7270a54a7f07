/// The files beside a header, by their names.
enum Companions: Sendable {
    /// Files of the folder with this path.
    case folder(String)

    /// Contents in memory.
    case memory([String: [UInt8]])

    /// Wherever the caller keeps them.
    case sources([String: any ByteSource])

    /// The file with this name.
    ///
    /// - Throws: ``RecordingError`` of kind `unreadable` when there is none, or when the name would leave the folder.
    func source(_ name: String) throws(RecordingError) -> any ByteSource {
        func refused(_ reason: String) -> RecordingError {
            RecordingError(.unreadable, file: name, field: "file", value: "", reason: reason)
        }
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")) else {
            throw refused("is no file beside the header")
        }
        switch self {
        case .folder(let path): return try FileBytes(path: path + name)
        case .memory(let files):
            guard let content = files[name] else { throw refused("is missing") }
            return MemoryBytes(name: name, content: content)
        case .sources(let files):
            guard let source = files[name] else { throw refused("is missing") }
            return source
        }
    }
}
