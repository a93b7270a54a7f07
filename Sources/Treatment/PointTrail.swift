import Foundation
import Outcomes
import Records

/// A point as a record names it: a muscle, its side, and which of its points.
struct PointKey: Hashable, Comparable {
    /// `muscle:infraspinatus`.
    let source: String
    let side: String
    /// From 1; 0 when none is named.
    let point: Int

    static func < (left: PointKey, right: PointKey) -> Bool {
        (left.source, left.side, left.point) < (right.source, right.side, right.point)
    }
}

/// Reads what was seen of each point out of the entries of a complaint.
///
/// A hold names its point; a finding on pressing names the muscle alone. So:
/// - not tender holds for all points of the muscle on that side,
/// - tender or active belongs to the points that were held on the same day; else to the only point that the record
///   knows of this muscle and side; else to the muscle without a number.
struct PointTrail {
    private(set) var observations: [PointKey: [PointObservation]] = [:]

    /// Signs on pressing by what they say of a point; a taut band or a short muscle alone says nothing.
    private static let active: Set<String> = ["familiar_pain", "familiar_headache"]
    private static let tender: Set<String> = [
        "tender_spot", "local_only", "spreading", "referred_pain", "referred_sensation", "local_twitch", "jump_sign",
    ]
    private static let negative: Set<String> = ["no_tenderness"]

    private struct Muscle: Hashable {
        let source: String
        let side: String
    }

    private struct Sign {
        let muscle: Muscle
        let day: Day
        let kind: PointObservation.Kind
    }

    /// - Complexity: O(entries).
    init(of complaint: RecordEntry.ID, in record: ClientRecord) {
        let visits = Dictionary(
            record.visits(of: complaint).compactMap { visit in
                ComplaintCourse.day(of: visit.value).map { (visit.id, $0) }
            }, uniquingKeysWith: { first, _ in first })
        var signs: [Sign] = []
        for entry in record.current where entry.complaint == complaint {
            let day = entry.visit.flatMap { visits[$0] } ?? Day(CalendarDay(entry.at, in: .gmt).text)
            guard let day else { continue }
            switch entry.body {
            case .hold(let hold): take(hold, on: day)
            case .finding(let finding): if let sign = Self.sign(finding, on: day) { signs.append(sign) }
            default: break
            }
        }
        let known = Dictionary(grouping: observations.keys) { Muscle(source: $0.source, side: $0.side) }
        for sign in signs { give(sign, among: (known[sign.muscle] ?? []).sorted()) }
    }

    private mutating func take(_ hold: PressureHold, on day: Day) {
        guard hold.source.hasPrefix("muscle:"), (hold.seconds ?? 0) > 0 else { return }
        let key = PointKey(source: hold.source, side: hold.side, point: hold.point)
        func add(_ kind: PointObservation.Kind) { observations[key, default: []].append(.init(kind, on: day)) }
        add(.held)
        let pains = hold.pains.map(\.pain)
        if hold.has(.familiar) {
            add(.active)
        } else if hold.has(.referred) || hold.has(.twitch) || pains.contains(where: { $0 > 0 }) {
            add(.tender)
        } else if !pains.isEmpty {
            // Asked while it was pressed, and it never hurt.
            add(.negative)
        }
        let isHalved = zip(pains.prefix(1), pains.suffix(1)).contains { $0 > 0 && $1 <= $0 / 2 }
        if hold.has(.release) || isHalved { add(.released) }
    }

    private static func sign(_ finding: KeptFinding, on day: Day) -> Sign? {
        let parts = finding.finding.split(separator: ":").map(String.init)
        guard parts.count >= 3, parts[0] == "palpation", !parts[1].hasPrefix("joint."),
            let muscle = parts[1].split(separator: "/").first
        else { return nil }
        let kind: PointObservation.Kind
        if active.contains(parts[2]) {
            kind = .active
        } else if tender.contains(parts[2]) {
            kind = .tender
        } else if negative.contains(parts[2]) {
            kind = .negative
        } else {
            return nil
        }
        let side = finding.side.isEmpty && parts.count > 3 ? parts[3] : finding.side
        return Sign(muscle: Muscle(source: "muscle:\(muscle)", side: side), day: day, kind: kind)
    }

    /// `known`: the points of the muscle that were held at some time.
    private mutating func give(_ sign: Sign, among known: [PointKey]) {
        let unnamed = PointKey(source: sign.muscle.source, side: sign.muscle.side, point: 0)
        let held = known.filter { key in
            observations[key]?.contains { $0.day == sign.day && $0.kind == .held } ?? false
        }
        let keys: [PointKey] =
            if sign.kind == .negative {
                known.contains(unnamed) || (!known.isEmpty && observations[unnamed] == nil) ? known : known + [unnamed]
            } else if !held.isEmpty {
                held
            } else {
                known.count == 1 ? known : [unnamed]
            }
        for key in keys { observations[key, default: []].append(.init(sign.kind, on: sign.day)) }
    }
}
