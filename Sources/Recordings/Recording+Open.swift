extension Recording {
    /// Opens a file for reading.
    ///
    /// - Parameters:
    ///   - path: The path of the file; of a WFDB record the path of its header, with the signal files beside it.
    ///   - options: What the file may not state.
    /// - Throws: ``RecordingError``.
    /// - Complexity: O(*n*) in data records or rows, which are counted and whose times are read, not their samples.
    public init(path: String, options: RecordingOptions = RecordingOptions()) throws(RecordingError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { String(path[...$0]) } ?? "./"
        try self.init(FileBytes(path: path), companions: .folder(folder), options: options)
    }

    /// Opens a recording in memory.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - name: The name for errors.
    ///   - companions: The files that belong to it, by name: the signal files of a WFDB record.
    ///   - options: What the file may not state.
    /// - Throws: ``RecordingError``.
    /// - Complexity: O(*n*) in data records or rows.
    public init(
        bytes: [UInt8], name: String = "recording", companions: [String: [UInt8]] = [:],
        options: RecordingOptions = RecordingOptions()
    ) throws(RecordingError) {
        try self.init(
            MemoryBytes(name: name, content: bytes), companions: .memory(companions), options: options)
    }

    /// Opens a recording of which the caller keeps the bytes.
    ///
    /// - Parameters:
    ///   - source: The file that is opened; of a WFDB record its header.
    ///   - companions: The files that belong to it, by name.
    ///   - options: What the file may not state.
    /// - Throws: ``RecordingError``.
    /// - Complexity: O(*n*) in data records or rows.
    public init(
        source: any ByteSource, companions: [String: any ByteSource] = [:],
        options: RecordingOptions = RecordingOptions()
    ) throws(RecordingError) {
        try self.init(source, companions: .sources(companions), options: options)
    }

    init(_ source: any ByteSource, companions: Companions, options: RecordingOptions) throws(RecordingError) {
        if let rate = options.rate, !RecordingLimits.rate.contains(rate) {
            throw source.error(.overLimit, "declared rate", "\(rate)", "is not within \(RecordingLimits.rate) Hz")
        }
        let head = try source.head(4_096)
        guard !head.isEmpty else { throw source.error(.unrecognised, "file", "", "is empty") }
        if options.format == nil, let foreign = RecordingFormat.foreign(head) {
            throw source.error(.unsupported, "file", "", "is \(foreign), which is not read")
        }
        guard let format = options.format ?? RecordingFormat.detected(in: head, name: source.name) else {
            throw source.error(
                .unrecognised, "file", "", "is no EDF, BDF, WFDB header, OpenSignals text or table of numbers")
        }
        switch format {
        case .edf, .edfPlus, .bdf, .bdfPlus: self = try EDFReader(source, options).recording()
        case .wfdb: self = try WFDBReader(source, companions, options).recording()
        case .delimited: self = try DelimitedReader(source, options).recording()
        case .openSignals: self = try OpenSignalsReader(source, options).recording()
        }
    }
}
