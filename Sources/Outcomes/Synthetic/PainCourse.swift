/// The pain of an invented client, day by day.
struct PainCourse {
    private(set) var pain: [Double]

    private static let monthFree = 30

    /// Draws a course, given the factor on the hazard of a return of each day.
    init(factors: [Double], random: inout SeededRandom) {
        pain = []
        // Once in 25 to 60 days at risk: 5 to 20 returns in 2 to 4 years.
        let hazard = 1 / random.between(25...60)
        var left = 5 + random.below(20)
        var level = random.between(3...7)
        var free = 0
        for factor in factors {
            if left == 0, free >= Self.monthFree, random.chance(min(hazard * factor, 0.9)) {
                left = Self.duration(&random)
                level = random.between(3...8)
            }
            if left > 0 {
                pain.append(Self.painful(level, left: left, &random))
                left -= 1
                free = 0
            } else {
                pain.append(random.chance(0.05) ? 0.5 : 0)
                free += 1
            }
        }
    }

    /// From two days to seven weeks, most often a week or two.
    private static func duration(_ random: inout SeededRandom) -> Int {
        Int(min(max(exponential(2.2 + 0.7 * random.normal()), 2), 49))
    }

    /// Pain that wears off over the last days.
    private static func painful(_ level: Double, left: Int, _ random: inout SeededRandom) -> Double {
        let worn = left < 4 ? level * Double(left + 1) / 5 : level
        return min(max((worn + 0.7 * random.normal()).rounded(), 2), 10)
    }
}
