/// Finds flares inside one run of painful days.
struct FlareReader {
    let diary: Diary
    let rule: RecurrenceRule

    /// The flares of a run; a base needs known pain on more than half of its days.
    ///
    /// - Complexity: O(days × base log base).
    func flares(in run: PainRun) -> [PainFlare] {
        var flares: [PainFlare] = []
        var index = run.days.lowerBound + rule.flareBaseDays
        while index < run.days.upperBound {
            guard let base = base(before: index), isRaised(index, base) else {
                index += 1
                continue
            }
            let end = end(from: index, base: base, limit: run.days.upperBound)
            let peak = diary.pain[index...end].compactMap(\.self).max() ?? base
            flares.append(
                PainFlare(start: diary.day(at: index), end: diary.day(at: end), base: base, peak: peak))
            index = end + 1
        }
        return flares
    }

    private func base(before index: Int) -> Double? {
        let known = diary.pain[(index - rule.flareBaseDays)..<index].compactMap(\.self)
        return known.count * 2 > rule.flareBaseDays ? median(known) : nil
    }

    private func isRaised(_ index: Int, _ base: Double) -> Bool {
        diary.pain[index].map { $0 >= base + rule.importantChange } ?? false
    }

    /// The last raised day; missing days inside do not end a flare.
    private func end(from start: Int, base: Double, limit: Int) -> Int {
        var last = start
        for index in start..<limit {
            guard diary.pain[index] != nil else { continue }
            guard isRaised(index, base) else { break }
            last = index
        }
        return last
    }
}
