/// The kinds of exposure that invented clients write down.
public enum SyntheticExposure: String, CaseIterable, Sendable {
    /// Hours at a desk: high on workdays.
    case deskHours = "desk_hours"
    /// Stress 0 to 10 in bouts of days.
    case stress
    /// The heaviest load of the day in kilograms; nothing on most days.
    case liftedLoad = "lifted_load"
    /// Hours at the wheel: a short way on workdays, a long one now and then.
    case drivingHours = "driving_hours"
    /// Stiff shoes, 0 or 1; some wear them for weeks on end.
    case stiffShoes = "stiff_shoes"
    /// Hours of sleep; longer at weekends.
    case sleepHours = "sleep_hours"
    /// Sport, 0 or 1, on two or three habitual weekdays.
    case sport
    /// Breaks from sitting, a count.
    case breaks

    /// Those of which more can bring pain back.
    static let harmful: [SyntheticExposure] = [.deskHours, .stress, .liftedLoad, .drivingHours, .stiffShoes]
    /// Those of which too little can.
    static let protecting: [SyntheticExposure] = [.sleepHours, .sport, .breaks]
}

/// Draws the daily values of exposures for one invented client.
struct ExposureWriter {
    private let weekdays: [Int]
    private let isWorking: [Bool]
    /// Slow ups and downs that stress and sleep have in common.
    private let strain: [Double]

    init(weekdays: [Int], random: inout SeededRandom) {
        self.weekdays = weekdays
        var isAway = false
        var working: [Bool] = []
        var strain: [Double] = []
        var level = 0.0
        for weekday in weekdays {
            isAway = isAway ? !random.chance(0.1) : random.chance(0.006)
            working.append(weekday < 5 && !isAway)
            level = 0.85 * level + 0.53 * random.normal()
            strain.append(level)
        }
        isWorking = working
        self.strain = strain
    }

    func values(of kind: SyntheticExposure, random: inout SeededRandom) -> [Double] {
        switch kind {
        case .deskHours: deskHours(&random)
        case .stress: stress(&random)
        case .liftedLoad: liftedLoad(&random)
        case .drivingHours: drivingHours(&random)
        case .stiffShoes: stiffShoes(&random)
        case .sleepHours: sleepHours(&random)
        case .sport: sport(&random)
        case .breaks: breaks(&random)
        }
    }

    private func rounded(_ value: Double, to step: Double) -> Double { (value / step).rounded() * step }

    private func deskHours(_ random: inout SeededRandom) -> [Double] {
        let usual = random.between(4...8)
        var project = 0.0
        return isWorking.map { works in
            project = 0.8 * project + 0.9 * random.normal()
            let hours = works ? usual + project + 0.8 * random.normal() : max(0, random.normal())
            return rounded(min(max(hours, 0), 14), to: 0.5)
        }
    }

    private func stress(_ random: inout SeededRandom) -> [Double] {
        let usual = random.between(2...4)
        return strain.map { min(max((usual + 2 * $0 + 0.8 * random.normal()).rounded(), 0), 10) }
    }

    private func liftedLoad(_ random: inout SeededRandom) -> [Double] {
        let often = random.between(0.25...0.45)
        return strain.map { _ in
            random.chance(often) ? rounded(5 + 8 * -logarithm(1 - random.unit()), to: 1) : 0
        }
    }

    private func drivingHours(_ random: inout SeededRandom) -> [Double] {
        let usual = random.between(0.5...1.5)
        var tour = false
        return isWorking.map { works in
            tour = tour ? random.chance(0.5) : random.chance(0.07)
            let hours = (works ? usual : 0.3) + (tour ? random.between(1.5...5) : 0) + 0.4 * random.normal()
            return rounded(max(hours, 0), to: 0.25)
        }
    }

    private func stiffShoes(_ random: inout SeededRandom) -> [Double] {
        let stays = random.between(0.6...0.85)
        let often = random.between(0.3...0.5)
        var wears = random.chance(often)
        return strain.map { _ in
            if !random.chance(stays) { wears = random.chance(often) }
            return wears ? 1 : 0
        }
    }

    private func sleepHours(_ random: inout SeededRandom) -> [Double] {
        zip(strain, weekdays).map { strain, weekday in
            let hours = 7 + (weekday >= 5 ? 0.8 : 0) - 0.35 * strain + 0.8 * random.normal()
            return rounded(min(max(hours, 2), 12), to: 0.25)
        }
    }

    private func sport(_ random: inout SeededRandom) -> [Double] {
        let habit = (0..<7).map { _ in random.chance(0.35) }
        return weekdays.map { random.chance(habit[$0] ? 0.75 : 0.1) ? 1 : 0 }
    }

    private func breaks(_ random: inout SeededRandom) -> [Double] {
        let usual = random.between(3...6)
        return isWorking.map { max(($0 ? usual : 1 + random.unit()) + 1.2 * random.normal(), 0).rounded() }
    }
}
