/// Up to eight sections that work on one channel at the same time, each one sample behind the section before it.
///
/// A recursive filter must wait for its last output, so one channel alone leaves most of the processor idle. Sections
/// in a row don't wait for one another when each takes the sample that its predecessor finished a step ago.
/// Kung HT. Why systolic architectures? *Computer* 1982;15(1):37-46, doi 10.1109/MC.1982.1653825.
struct SectionPipeline {
    typealias Lanes = SIMD8<Double>

    static let capacity = Lanes.scalarCount

    private var b0 = Lanes(repeating: 1)
    private var b1 = Lanes.zero
    private var b2 = Lanes.zero
    private var a1 = Lanes.zero
    private var a2 = Lanes.zero
    var first = Lanes.zero
    var second = Lanes.zero
    private var output = Lanes.zero

    /// Creates a pipeline; places without a section pass samples on unchanged.
    init(_ sections: Slice<UnsafeBufferPointer<Biquad>>, delays: UnsafeMutablePointer<Double>) {
        for (place, section) in sections.enumerated() {
            b0[place] = section.b0
            b1[place] = section.b1
            b2[place] = section.b2
            a1[place] = section.a1
            a2[place] = section.a2
            first[place] = delays[2 * place]
            second[place] = delays[2 * place + 1]
        }
    }

    /// Takes one sample in and gives the one that entered a whole pipeline ago.
    @inline(__always)
    mutating func step(_ sample: Double) -> Double {
        let input = Lanes(
            sample, output[0], output[1], output[2], output[3], output[4], output[5], output[6])
        output = first + input * b0
        first = (second + input * b1) - output * a1
        second = input * b2 - output * a2
        return output[7]
    }

    /// A step in which only some sections have a sample; the others keep their state.
    mutating func step(_ sample: Double, working: ClosedRange<Int>) -> Double {
        let (oldFirst, oldSecond) = (first, second)
        let result = step(sample)
        for place in 0..<Self.capacity where !working.contains(place) {
            first[place] = oldFirst[place]
            second[place] = oldSecond[place]
        }
        return result
    }
}

extension SectionPipeline {
    /// Passes one channel through sections in place.
    ///
    /// - Parameters:
    ///   - start: The first sample to pass.
    ///   - count: How many pass.
    ///   - step: 1 in the order of time, -1 against it.
    ///   - sections: Any number; eight at a time form a pipeline.
    ///   - delays: Two per section, left as the last sample leaves them.
    static func pass(
        _ start: UnsafeMutablePointer<Double>, _ count: Int, step: Int, through sections: UnsafeBufferPointer<Biquad>,
        delays: UnsafeMutablePointer<Double>
    ) {
        for begin in stride(from: 0, to: sections.count, by: capacity) {
            let part = sections[begin..<min(begin + capacity, sections.count)]
            for done in stride(from: 0, to: count, by: SectionCascade.calm) {
                for place in (2 * begin)..<(2 * begin + 2 * part.count) {
                    delays[place] = SectionCascade.calmed(delays[place])
                }
                pass(start + done * step, min(SectionCascade.calm, count - done), step, part, delays + 2 * begin)
            }
        }
    }

    private static func pass(
        _ start: UnsafeMutablePointer<Double>, _ count: Int, _ step: Int,
        _ sections: Slice<UnsafeBufferPointer<Biquad>>, _ delays: UnsafeMutablePointer<Double>
    ) {
        var pipeline = SectionPipeline(sections, delays: delays)
        let lag = capacity - 1
        var (input, output) = (start, start)
        for time in 0..<min(lag, count) {
            _ = pipeline.step(input.pointee, working: 0...time)
            input += step
        }
        if count > lag {
            for _ in lag..<count {
                output.pointee = pipeline.step(input.pointee)
                input += step
                output += step
            }
        }
        for time in count..<(count + lag) {
            let working = max(time - count + 1, 0)...min(time, lag)
            let result = pipeline.step(0, working: working)
            guard time >= lag else { continue }
            output.pointee = result
            output += step
        }
        for place in 0..<sections.count {
            delays[2 * place] = pipeline.first[place]
            delays[2 * place + 1] = pipeline.second[place]
        }
    }
}
