import Anatomy

/// Holds statements against each other: what a muscle's roots, actions, limits, referral and hazards say must agree.
struct ConsistencyCheck {
    let vocabulary: Vocabulary
    let dangers: [DangerZone]
    let log: ReadingLog

    /// Checks every muscle.
    ///
    /// - Complexity: O(statements of the muscles × danger zones).
    func run(_ sources: [PainSource]) {
        for source in sources {
            guard let muscle = source.muscle else { continue }
            let report = Report(file: "muscles/\(source.id.name).yaml", log: log)
            roots(muscle, report)
            crossing(muscle, report)
            limits(source, muscle, report)
            referral(source, muscle, report)
            sides(source, report)
            hazards(source, muscle, report)
            shape(source, report)
        }
    }

    private struct Report {
        let file: String
        let log: ReadingLog

        func add(_ severity: Diagnostic.Severity, _ path: String, _ value: String, _ message: String) {
            log.report(
                Diagnostic(severity: severity, file: file, line: 0, path: path, value: value, message: message)
            )
        }
    }

    /// The roots of a muscle are roots of its nerve.
    private func roots(_ muscle: MuscleFacts, _ report: Report) {
        for (index, supply) in muscle.innervation.enumerated() {
            guard let nerve = vocabulary.nerve[supply.nerve], !nerve.roots.isEmpty else { continue }
            let known = Set(nerve.roots.map { $0.lowercased() })
            for root in supply.roots where !known.contains(root) {
                report.add(.warning, "innervation[\(index)].roots", root, "not a root of \(nerve.id)")
            }
        }
    }

    /// A mover of a movement crosses its joint, or the action says why not in a note.
    private func crossing(_ muscle: MuscleFacts, _ report: Report) {
        guard let origin = muscle.origin?.place, let insertion = muscle.insertion?.place else { return }
        var crossed: Set<Set<Segment>> = []
        for start in Segment.under(origin) {
            for end in Segment.under(insertion) {
                let way = Segment.way(from: start, to: end)
                for (one, other) in zip(way, way.dropFirst()) { crossed.insert([one, other]) }
            }
        }
        for (index, action) in muscle.actions.enumerated() where action.note == nil {
            guard [.primeMover, .synergist].contains(action.role), let movement = vocabulary.movement[action.movement]
            else { continue }
            let joints = movement.joins
            if !joints.isEmpty, !joints.contains(where: { crossed.contains([$0.0, $0.1]) }) {
                report.add(
                    .warning, "actions[\(index)]", action.movement.text,
                    "moves a joint that lies between neither of its attachments; explain it in a note"
                )
            }
        }
    }

    /// A limited movement lengthens the muscle, or the finding says why else.
    private func limits(_ source: PainSource, _ muscle: MuscleFacts, _ report: Report) {
        let moves = Set(muscle.actions.filter { [.primeMover, .synergist].contains($0.role) }.map(\.movement))
        let opposed = Set(muscle.actions.filter { $0.role == .antagonist }.map(\.movement))
        for finding in source.findings where finding.key.kind == .limited && !finding.against && finding.why == nil {
            let id = Movement.ID(finding.key.term)
            guard let movement = vocabulary.movement[id] else { continue }
            if opposed.contains(id) || movement.opposites.contains(where: moves.contains) { continue }
            report.add(
                .warning, "findings.limited", id.text,
                "does not lengthen the muscle by its actions; explain it with why"
            )
        }
    }

    /// A referral zone lies near the muscle, shares a root with it, is measured or stated twice, or is explained.
    private func referral(_ source: PainSource, _ muscle: MuscleFacts, _ report: Report) {
        let roots = Set(muscle.innervation.flatMap(\.roots).map { $0.uppercased() })
        let own = source.parts.flatMap { part in
            part.points.map(\.place.zone) + part.pain.filter { $0.kind == .ownSite }.map(\.zone)
        }
        let near = Set(own.flatMap { Segment.under($0) }).flatMap { [$0] + $0.neighbors }
        for entry in source.parts.flatMap(\.pain) where entry.kind != .ownSite {
            let isExplained =
                entry.note != nil || entry.dispute != nil || entry.share != nil || entry.evidence.witnesses > 1
            let isNear = !Segment.under(entry.zone).isDisjoint(with: near)
            let isWired = vocabulary.zone[entry.zone]?.dermatomes.contains { roots.contains($0.uppercased()) } ?? false
            if !isExplained, !isNear, !isWired {
                report.add(
                    .warning, "parts.refers", entry.zone.text,
                    "no path from the muscle: neither near it nor of its roots; explain it in a note"
                )
            }
        }
    }

    /// What is written for one side means the same on the other.
    private func sides(_ source: PainSource, _ report: Report) {
        guard source.laterality == .midline else { return }
        for entry in source.parts.flatMap(\.pain) where entry.to == .contralateral || entry.to == .ipsilateral {
            report.add(
                .error, "parts.refers", entry.zone.text,
                "a muscle of the midline has no other side; write both or midline")
        }
    }

    /// Points in a danger zone come with a hazard of its kind or over that zone.
    private func hazards(_ source: PainSource, _ muscle: MuscleFacts, _ report: Report) {
        let listed = muscle.reference.hazards.value ?? []
        for danger in dangers {
            let inside = source.parts.flatMap(\.points).filter { danger.zones.contains($0.place.zone) }
            guard !inside.isEmpty else { continue }
            let isNamed = listed.contains { hazard in
                danger.kinds.contains(hazard.kind) || !Set(hazard.zones).isDisjoint(with: danger.zones)
            }
            if !isNamed {
                report.add(
                    .error, "hazards", inside[0].id,
                    "lies where \(danger.structure) must not be pressed; no hazard says so")
            }
        }
    }

    /// Every part of a muscle has a shape.
    private func shape(_ source: PainSource, _ report: Report) {
        for part in source.parts where part.sheets.isEmpty {
            report.add(.warning, "shape.\(part.name)", "", "no shape for the picture")
        }
    }
}
