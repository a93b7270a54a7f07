import Foundation

/// Amplitudes over a grid of electrodes.
public struct AmplitudeMap: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    /// The root mean square of each cell, row by row; `nil` for a cell without a usable signal.
    public let cells: [Double?]

    /// Creates a map.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when counts don't fit or an amplitude is negative or
    ///   not finite.
    public init(rows: Int, columns: Int, cells: [Double?]) throws(SignalError) {
        self.rows = try SignalError.checked(rows, "rows", in: 1...1_024)
        self.columns = try SignalError.checked(columns, "columns", in: 1...1_024)
        guard cells.count == rows * columns else {
            throw .invalid(field: "cells", value: "\(cells.count)", reason: "are not \(rows) rows of \(columns)")
        }
        for case .some(let cell) in cells where !(cell >= 0 && cell < .infinity) {
            throw .invalid(field: "cell", value: "\(cell)", reason: "is not an amplitude")
        }
        self.cells = cells
    }

    /// Creates the map of a stretch of a multichannel recording.
    ///
    /// - Parameters:
    ///   - channels: One signal per cell, row by row; `nil` for a cell without electrode.
    ///   - rows: Rows of the grid.
    ///   - columns: Columns of the grid.
    /// - Throws: ``SignalError`` when counts don't fit or a sample is not finite.
    public init(channels: [[Double]?], rows: Int, columns: Int) throws(SignalError) {
        try self.init(
            rows: rows, columns: columns,
            cells: channels.map { channel in
                guard let channel, !channel.isEmpty else { return nil }
                return (channel.reduce(0) { $0 + $1 * $1 } / Double(channel.count)).squareRoot()
            })
    }

    /// The centre of amplitude in cells from the first row and column, or `nil` without amplitude.
    ///
    /// Madeleine P et al. *J Appl Physiol* 2006;101:1338-1344 and Farina D et al. *J Electromyogr Kinesiol*
    /// 2008;18:16-25, doi 10.1016/j.jelekin.2006.08.005, use it as barycentre.
    public var centroid: (row: Double, column: Double)? {
        var (total, row, column) = (0.0, 0.0, 0.0)
        for (place, cell) in cells.enumerated() {
            let cell = cell ?? 0
            total += cell
            row += cell * Double(place / columns)
            column += cell * Double(place % columns)
        }
        return total > 0 ? (row / total, column / total) : nil
    }

    /// How evenly power is spread, in bits: from 0 for one active cell to log₂ of the number of cells.
    ///
    /// The entropy of the squared amplitudes as shares of their sum; Farina D et al. *J Electromyogr Kinesiol*
    /// 2008;18:16-25, doi 10.1016/j.jelekin.2006.08.005. `nil` without amplitude.
    public var entropy: Double? {
        let powers = cells.compactMap { $0.map { $0 * $0 } }
        let total = powers.reduce(0, +)
        guard total > 0 else { return nil }
        return powers.reduce(0) { sum, power in
            power > 0 ? sum - power / total * log2(power / total) : sum
        }
    }
}
