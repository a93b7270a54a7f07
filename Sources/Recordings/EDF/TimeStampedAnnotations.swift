/// A list of remarks with one time, as the annotation signals of EDF+ hold them.
///
/// `+onset[\x15 duration]\x14 text \x14 text ... \x14\x00` (Kemp & Olivan 2003, doi:10.1016/s1388-2457(03)00123-8,
/// section 2.2.2).
struct TimeStampedAnnotations {
    let onset: Double
    let duration: Double?

    /// The remarks; an empty first one keeps the time of a data record.
    let texts: [String]

    /// What is wrong in the octets of an annotation signal, with its place in them.
    struct Fault: Error {
        let offset: Int
        let field: String
        let value: String
        let reason: String
    }

    /// The lists in the octets of one data record.
    static func parsed(_ bytes: [UInt8]) throws(Fault) -> [TimeStampedAnnotations] {
        var lists: [TimeStampedAnnotations] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at] != 0 else {
                at += 1
                continue
            }
            let end = bytes[at...].firstIndex(of: 0) ?? bytes.count
            lists.append(try list(bytes[at..<end], at: at))
            at = end
        }
        return lists
    }

    private static func list(_ bytes: ArraySlice<UInt8>, at start: Int) throws(Fault) -> TimeStampedAnnotations {
        var parts = bytes.split(separator: 0x14, omittingEmptySubsequences: false)
        guard parts.count >= 2, let last = parts.popLast(), last.isEmpty, let head = parts.first else {
            throw Fault(
                offset: start, field: "annotation", value: ASCIIText.decoded(bytes.prefix(16)),
                reason: "does not end with octets 20 and 0")
        }
        let times = head.split(separator: 0x15, omittingEmptySubsequences: false)
        let text = ASCIIText.decoded(times.first ?? [])
        guard times.count <= 2, text.hasPrefix("+") || text.hasPrefix("-"), let onset = ASCIIText.number(text),
            abs(onset) <= 2 * RecordingLimits.seconds
        else {
            throw Fault(
                offset: start, field: "annotation onset", value: text, reason: "is no number of seconds with its sign")
        }
        var duration: Double?
        if times.count == 2 {
            let text = ASCIIText.decoded(times[1])
            guard let seconds = ASCIIText.number(text), seconds >= 0, seconds <= RecordingLimits.seconds else {
                throw Fault(
                    offset: start, field: "annotation duration", value: text, reason: "is no number of seconds")
            }
            duration = seconds
        }
        let texts = parts.dropFirst()
        if let long = texts.first(where: { $0.count > RecordingLimits.annotationBytes }) {
            throw Fault(
                offset: start, field: "annotation text", value: "\(long.count)",
                reason: "octets are more than \(RecordingLimits.annotationBytes)")
        }
        return TimeStampedAnnotations(onset: onset, duration: duration, texts: texts.map(ASCIIText.decoded))
    }
}
