import Electromyography
import Testing

@Suite struct TraceTests {
    @Test(arguments: [1, 2, 15, 16, 17, 255, 256, 257, 5_000, 70_000])
    func `each pixel shows the lowest and highest sample under it`(count: Int) throws {
        let samples = noise(count, seed: UInt64(count))
        let trace = TraceDecimator(samples)
        for (range, pixels) in [
            (0..<count, 7), (0..<count, 1), (count / 3..<count, 13), (count / 2..<count / 2 + 1, 3),
        ] {
            let view = try trace.view(of: range, pixels: pixels)
            #expect(view.count == pixels)
            let width = Double(range.count) / Double(pixels)
            for (pixel, extremes) in view.enumerated() {
                let start = range.lowerBound + Int(Double(pixel) * width)
                let end = min(max(range.lowerBound + Int(Double(pixel + 1) * width), start + 1), range.upperBound)
                let part = samples[start..<end]
                #expect(extremes?.lowest == part.min())
                #expect(extremes?.highest == part.max())
            }
        }
    }

    @Test func `gaps are left out, and what lies outside the trace is empty`() throws {
        let samples = [Double](repeating: .nan, count: 100) + [1, .infinity, 3] + [Double](repeating: .nan, count: 100)
        let trace = TraceDecimator(samples)
        #expect(try trace.view(of: 0..<100, pixels: 2) == [nil, nil])
        let shown = try #require(try trace.view(of: 0..<203, pixels: 1).first ?? nil)
        #expect(shown.lowest == 1 && shown.highest == 3)
        #expect(try trace.view(of: 500..<600, pixels: 3) == [nil, nil, nil])
        #expect(try TraceDecimator([]).view(of: 0..<10, pixels: 2) == [nil, nil])
        #expect(throws: SignalError.self) { try trace.view(of: 0..<10, pixels: 0) }
    }
}
