/// Explains stretches of a signal as sums of shifted templates.
struct SuperpositionMatcher {
    /// One template at one place.
    struct Place: Hashable {
        var template: Int
        var peak: Int
    }

    /// What was found.
    struct Result {
        /// The places, in the order of the stretches.
        var places: [Place]

        /// The signal less all templates.
        var residual: [Double]

        /// The energy left in the stretches, as a share.
        var unexplained: Double
    }

    let templates: [[Double]]
    let before: Int
    let deadTime: Int
    let superpositions: Int
    let noise: Double
    private let energies: [Double]

    // A place must take away this share of its template's energy.
    private static let leastGain = 0.5

    init(templates: [[Double]], before: Int, deadTime: Int, superpositions: Int, noise: Double) {
        self.templates = templates
        self.before = before
        self.deadTime = deadTime
        self.superpositions = superpositions
        self.noise = noise
        energies = templates.map { $0.reduce(0) { $0 + $1 * $1 } }
    }

    /// Matches all stretches from left to right.
    func match(_ signal: [Double], stretches: [Range<Int>]) -> Result {
        var result = Result(places: [], residual: signal, unexplained: 0)
        var last = [Int](repeating: -1_000_000_000, count: templates.count)
        var total = 0.0
        var left = 0.0
        for stretch in stretches {
            total += signal[stretch].reduce(0) { $0 + $1 * $1 }
            let places = match(stretch, residual: &result.residual, last: last)
            for place in places { last[place.template] = max(last[place.template], place.peak) }
            result.places += places
            left += result.residual[stretch].reduce(0) { $0 + $1 * $1 }
        }
        result.unexplained = total > 0 ? min(left / total, 1) : 0
        return result
    }

    /// Templates made anew: the mean, over its places, of the signal less all other templates.
    func renewed(from result: Result) -> [[Double]] {
        templates.enumerated().map { index, template in
            var sum = [Double](repeating: 0, count: template.count)
            var count = 0.0
            for place in result.places where place.template == index {
                let start = place.peak - before
                guard start >= 0, start + template.count <= result.residual.count else { continue }
                for at in template.indices { sum[at] += result.residual[start + at] + template[at] }
                count += 1
            }
            return count >= 3 ? sum.map { $0 / count } : template
        }
    }

    // The best place first, then each place again while it moves.
    private func match(_ stretch: Range<Int>, residual: inout [Double], last: [Int]) -> [Place] {
        var places: [Place] = []
        let length = templates.first?.count ?? 1
        let most = superpositions * max((stretch.count + length - 1) / length, 1)
        while places.count < most, let place = best(in: stretch, residual, places, last) {
            places.append(place)
            add(place, sign: -1, to: &residual)
            settle(&places, around: place.peak, stretch, &residual, last)
        }
        return places.sorted { $0.peak < $1.peak }
    }

    // Fits the places near a new one again, each while the others stay.
    private func settle(
        _ places: inout [Place], around peak: Int, _ stretch: Range<Int>, _ residual: inout [Double], _ last: [Int]
    ) {
        let length = templates.first?.count ?? 1
        for _ in 0..<4 {
            var moved = false
            for index in places.indices where abs(places[index].peak - peak) <= 2 * length {
                let old = places[index]
                add(old, sign: 1, to: &residual)
                var others = places
                others.remove(at: index)
                let near = (old.peak - length..<old.peak + length).clamped(to: stretch)
                let new = best(in: near, residual, others, last) ?? old
                add(new, sign: -1, to: &residual)
                if new != old {
                    places[index] = new
                    moved = true
                }
            }
            if !moved { break }
        }
    }

    // The template and place that take away most energy, if it is enough.
    private func best(in stretch: Range<Int>, _ residual: [Double], _ places: [Place], _ last: [Int]) -> Place? {
        var best: (place: Place, gain: Double)?
        for (index, template) in templates.enumerated() {
            let needed = max(Self.leastGain * energies[index], 12 * noise * noise)
            for peak in stretch {
                let start = peak - before
                guard start >= 0, start + template.count <= residual.count, peak - last[index] >= deadTime,
                    !places.contains(where: { $0.template == index && abs($0.peak - peak) < deadTime })
                else { continue }
                let product = template.withUnsafeBufferPointer { template in
                    residual.withUnsafeBufferPointer {
                        dot(template, UnsafeBufferPointer(rebasing: $0[start..<start + template.count]))
                    }
                }
                let gain = 2 * product - energies[index]
                if gain >= needed, gain > best?.gain ?? 0 { best = (Place(template: index, peak: peak), gain) }
            }
        }
        return best?.place
    }

    private func add(_ place: Place, sign: Double, to residual: inout [Double]) {
        let template = templates[place.template]
        let start = place.peak - before
        for at in template.indices { residual[start + at] += sign * template[at] }
    }
}
