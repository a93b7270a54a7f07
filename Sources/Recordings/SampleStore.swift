/// Samples of one channel that are asked for.
struct SampleRequest {
    let channel: Int
    let range: Range<Int>
}

/// Gives the samples of an open file.
protocol SampleStore: Sendable {
    /// The samples of each request, in the unit of its channel, NaN where the format marks a sample as missing.
    ///
    /// The requests are checked by the caller: known channels, ranges inside of them.
    func samples(_ requests: [SampleRequest]) throws(RecordingError) -> [[Double]]
}
