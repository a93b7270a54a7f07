public import Electromyography
import Foundation

/// Reads channels as they are typed: `1-64` or `1-8,12`, counted from 1.
public enum ChannelList {
    /// Reads a list.
    ///
    /// - Parameter text: Numbers and spans of numbers, with commas between them.
    /// - Returns: The places, counted from 0, in the order given.
    /// - Throws: `SignalError` naming the part that is wrong, a channel that comes twice, or more than 1,024.
    public static func read(_ text: String) throws(SignalError) -> [Int] {
        var places: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
                Int($0.trimmingCharacters(in: .whitespaces))
            }
            guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil,
                first >= 1, last >= first, last <= 100_000, last - first < 1_024
            else {
                throw .invalid(
                    field: "channels", value: String(part.prefix(40)), reason: "is no channel or span such as 1-64")
            }
            places += (first...last).map { $0 - 1 }
            guard places.count <= 1_024 else {
                throw .invalid(field: "channels", value: "\(places.count)", reason: "are more than 1024")
            }
        }
        var seen: Set<Int> = []
        if let twice = places.first(where: { !seen.insert($0).inserted }) {
            throw .invalid(field: "channels", value: "\(twice + 1)", reason: "comes twice")
        }
        return places
    }
}
