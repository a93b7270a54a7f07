/// A client's record put together from its entries.
public struct ClientRecord: Sendable {
    /// The newest version of each entry that counts, oldest entry first; what is struck out is not among them.
    public let current: [RecordEntry]
    /// The newest version of each entry that is struck out, oldest entry first: to be read, never to be counted.
    public let struck: [RecordEntry]
    private let versions: [RecordEntry.ID: [RecordEntry]]

    /// Takes entries in any order, with or without their earlier versions.
    ///
    /// - Complexity: O(n log n).
    public init(_ entries: [RecordEntry]) {
        let versions = Dictionary(grouping: entries, by: \.id).mapValues { $0.sorted { $0.version < $1.version } }
        self.versions = versions
        let newest = versions.values.compactMap { all in all.first.flatMap { first in all.last.map { (first.at, $0) } }
        }
        .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
        current = newest.filter { !$0.isStruck }
        struck = newest.filter(\.isStruck)
    }

    /// All versions of an entry that are known, oldest first.
    public func history(of id: RecordEntry.ID) -> [RecordEntry] { versions[id] ?? [] }

    public func entry(_ id: RecordEntry.ID) -> RecordEntry? { versions[id]?.last }

    /// A complaint with the entry that holds its newest version.
    public struct Opened<Value: Sendable>: Sendable {
        public let entry: RecordEntry
        public let value: Value
        public var id: RecordEntry.ID { entry.id }
    }

    /// What was agreed to or declined last, by kind.
    public var consents: [String: Opened<Consent>] {
        var newest: [String: Opened<Consent>] = [:]
        for entry in current {
            if case .consent(let value) = entry.body { newest[value.kind] = Opened(entry: entry, value: value) }
        }
        return newest
    }

    public var complaints: [Opened<Complaint>] {
        current.compactMap { entry in
            if case .complaint(let value) = entry.body { Opened(entry: entry, value: value) } else { nil }
        }
    }

    /// Visits, oldest first; of one complaint or of all.
    public func visits(of complaint: RecordEntry.ID? = nil) -> [Opened<Visit>] {
        current.compactMap { entry -> Opened<Visit>? in
            guard case .visit(let value) = entry.body, complaint == nil || entry.complaint == complaint else {
                return nil
            }
            return Opened(entry: entry, value: value)
        }.sorted { ($0.value.started, $0.id) < ($1.value.started, $1.id) }
    }

    /// What belongs to a visit and counts, the visit itself and its signature left out.
    public func entries(of visit: RecordEntry.ID) -> [RecordEntry] {
        current.filter { $0.visit == visit && $0.body.kind != .signature }
    }

    /// What belongs to a visit and is struck out.
    public func struck(of visit: RecordEntry.ID) -> [RecordEntry] { struck.filter { $0.visit == visit } }

    /// The first signature of a visit.
    public func signature(of visit: RecordEntry.ID) -> Opened<Signature>? {
        for entry in current where entry.visit == visit {
            if case .signature(let value) = entry.body { return Opened(entry: entry, value: value) }
        }
        return nil
    }

    /// What was added or corrected after the signature, with its earlier versions to be read beside it.
    public func amendments(of visit: RecordEntry.ID) -> [RecordEntry] {
        guard let signed = signature(of: visit)?.entry.at else { return [] }
        return (entries(of: visit) + struck(of: visit) + [entry(visit)].compactMap(\.self))
            .flatMap { history(of: $0.id) }
            .filter { $0.at > signed }
            .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// The entry as it stood when the visit was signed; the newest version when it is not signed.
    public func signedVersion(of entry: RecordEntry) -> RecordEntry? {
        let place = entry.body.kind == .visit ? entry.id : entry.visit
        guard let visit = place, let signed = signature(of: visit)?.entry.at else { return entry }
        return history(of: entry.id).last { $0.at <= signed }
    }

    /// The days of the diary, each once (the newest of a day counts), in order.
    public func diary(of complaint: RecordEntry.ID) -> [DiaryDay] {
        var days: [String: DiaryDay] = [:]
        for entry in current where entry.complaint == complaint {
            if case .diary(let day) = entry.body { days[day.day] = day }
        }
        return days.values.sorted { $0.day < $1.day }
    }

    /// What the client does at home for a complaint, as it stands now.
    public func programme(of complaint: RecordEntry.ID) -> Opened<HomeProgramme>? {
        for entry in current.reversed() where entry.complaint == complaint {
            if case .programme(let value) = entry.body { return Opened(entry: entry, value: value) }
        }
        return nil
    }

    /// Letters to physicians, newest first.
    public func letters(of complaint: RecordEntry.ID) -> [Opened<ClientEvent>] {
        current.reversed().compactMap { entry in
            guard entry.complaint == complaint, case .event(let event) = entry.body, event.kind == .referred else {
                return nil
            }
            return Opened(entry: entry, value: event)
        }
    }

    public func events(of complaint: RecordEntry.ID) -> [ClientEvent] {
        current.compactMap { entry in
            if entry.complaint == complaint, case .event(let event) = entry.body { event } else { nil }
        }.sorted { $0.day < $1.day }
    }

    /// The newest answer to each question on causes.
    public func causes(of complaint: RecordEntry.ID) -> [String: CauseAnswer] {
        var answers: [String: CauseAnswer] = [:]
        for entry in current where entry.complaint == complaint {
            if case .cause(let answer) = entry.body { answers[answer.factor] = answer }
        }
        return answers
    }

    public func measurements(of visit: RecordEntry.ID) -> [MeasuredValue] {
        entries(of: visit).compactMap { if case .measurement(let value) = $0.body { value } else { nil } }
    }

    /// Recordings of signals, in the order in which they were attached.
    public func recordings(of visit: RecordEntry.ID) -> [Opened<SignalRecording>] {
        entries(of: visit).compactMap { entry in
            if case .recording(let value) = entry.body { Opened(entry: entry, value: value) } else { nil }
        }
    }

    public func holds(of visit: RecordEntry.ID) -> [PressureHold] {
        entries(of: visit).compactMap { if case .hold(let value) = $0.body { value } else { nil } }
    }
}
