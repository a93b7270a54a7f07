extension TimeLineDrawing {
    /// The days that are shown and the present pain, below the title.
    func subtitle() -> String {
        [period, "\(counted(course.count, "day"))", presentPain].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// The course in words, for those who do not see the picture.
    func description() -> String {
        guard !course.isEmpty else { return "There is nothing recorded yet." }
        var words = ["\(counted(course.count, "day")), \(period)."]
        if course.pain.isEmpty {
            words.append("No pain is recorded.")
        } else {
            words.append("Pain is recorded on \(counted(course.pain.count, "day")); \(presentPain).")
        }
        if let low = course.pain.map(\.value).min(), let high = course.pain.map(\.value).max(), low < high {
            words.append("It lay between \(number(low)) and \(number(high)).")
        }
        if let longest = course.painFree.map(\.count).max() {
            let stretches = counted(course.painFree.count, "pain-free stretch", many: "pain-free stretches")
            words.append("\(stretches), the longest of \(counted(longest, "day")).")
        }
        let kinds = [("return", "returns"), ("relapse", "relapses"), ("flare", "flares")]
        words.append(
            kinds.map { one, many in
                let count = course.events.count { $0.event.kind.rawValue == one }
                return count == 0 ? "no \(one)" : counted(count, one, many: many)
            }.joined(separator: ", ").capitalisedFirst + ".")
        if !course.treatments.isEmpty {
            let holds = course.treatments.reduce(0) { $0 + $1.holds }
            words.append("\(counted(course.treatments.count, "session")) with \(counted(holds, "hold")).")
        }
        for change in course.changes.prefix(12) {
            let kind =
                switch change.kind {
                case .causeTreated: "Cause treated"
                case .causeBack: "Cause present again"
                case .change: "Change"
                }
            words.append("\(kind) on \(days.name(change.day)): \(TimeLineText.clean(change.label)).")
        }
        for motion in course.motions {
            guard let first = motion.readings.first, let last = motion.readings.last else { continue }
            let norm = motion.norm.map { ", norm \(number($0)) degrees" } ?? ""
            let name = TimeLineText.clean(motion.name)
            words.append("\(name) from \(number(first.value)) to \(number(last.value)) degrees\(norm).")
        }
        if let tested = course.strips.first(where: \.isUnderTest) {
            words.append("Under test: \(TimeLineText.clean(tested.name)).")
        }
        return words.joined(separator: " ")
    }

    private var period: String {
        course.count == 1 ? days.name(course.first) : "\(days.name(course.first)) to \(days.name(course.last))"
    }

    /// The last pain, with its day where that is not the last day.
    private var presentPain: String {
        guard let last = course.pain.last else { return "" }
        return last.day == course.last
            ? "present pain \(number(last.value)) of 10"
            : "last recorded pain \(number(last.value)) of 10 (\(days.name(last.day)))"
    }

    private func counted(_ count: Int, _ one: String, many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
