/// The days whose exposure is compared with the beginning of a return.
public enum ExposureWindow: String, CaseIterable, Sendable {
    /// The day of the return itself; whether the exposure came before the pain is unknown.
    case sameDay
    case dayBefore
    case threeDaysBefore
    case sevenDaysBefore

    /// True where pain may have come first.
    public var orderIsUnknown: Bool { self == .sameDay }

    /// The weight before looking at the data, relative to the other windows.
    ///
    /// The same day gets a third of the others where too much is feared, and none where too little is: pain makes
    /// people sleep, move and pause less on the day it begins, so that a lack on that day says nothing.
    func priorWeight(of risk: ExposureRisk) -> Double {
        guard self == .sameDay else { return 0.3 }
        return risk == .excess ? 0.1 : 0
    }

    /// How many days back the window begins and how many days it has.
    private var reach: (back: Int, days: Int) {
        switch self {
        case .sameDay: (0, 1)
        case .dayBefore: (1, 1)
        case .threeDaysBefore: (3, 3)
        case .sevenDaysBefore: (7, 7)
        }
    }

    /// The mean exposure of the window that belongs to each day; `nil` where fewer than half of its days are known.
    ///
    /// - Complexity: O(days × window).
    func means(of values: [Double?]) -> [Double?] {
        let (back, days) = reach
        return values.indices.map { index in
            let known = (0..<days).compactMap { offset -> Double? in
                let place = index - back + offset
                return values.indices.contains(place) ? values[place] : nil
            }
            return known.count * 2 >= days ? mean(known) : nil
        }
    }
}
