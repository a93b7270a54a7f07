import ArgumentParser
import Electromyography
import Foundation
import MotorUnits
import Recordings
import Signals

/// `tautband emg`: surface recordings around holds of pressure.
struct EMG: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emg", abstract: "Read recordings of muscles and measure the signal around holds.",
        discussion: HoldReport.notice, subcommands: [EMGReport.self, EMGInfo.self])
}

/// How a file is to be read where it does not say.
struct RecordingArguments: ParsableArguments {
    @Argument(help: "EDF, BDF, WFDB header, delimited text, or OpenSignals text.")
    var file: String

    @Option(help: "Samples a second, for text that does not say.")
    var rate: Double?

    @Option(help: "uV, mV or V, for files that do not say.")
    var unit: String?

    @Flag(help: "Take empty fields and NaN of text for missing samples; they are left out and counted.")
    var keepMissing = false

    func recording() throws -> Recording {
        var options = RecordingOptions()
        options.rate = rate
        options.missing = keepMissing ? .keep : .refuse
        if let unit {
            let read = Recordings.SignalUnit(unit)
            guard read.microvolts != nil else { throw Failure("unit '\(unit)' is none of uV, mV and V") }
            options.unit = read
        }
        do { return try Recording(path: file, options: options) } catch { throw Failure("\(error)") }
    }
}

/// `tautband emg info`.
struct EMGInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "What a recording holds and what is wrong with it.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var source: RecordingArguments

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
        let info: RecordingInfo
        do { info = try RecordingInfo(try source.recording()) } catch let error as RecordingError {
            throw Failure("\(error)")
        }
        switch format {
        case .text: print(info.lines.joined(separator: "\n"))
        case .json: print(try json(info))
        }
    }
}

/// `tautband emg report`.
struct EMGReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Magnitude and frequency before, during and after each hold.",
        discussion:
            "Intervals hold 95 of 100 times. A change is real beyond its interval and the published retest error.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, svg }

    @OptionGroup var source: RecordingArguments

    @Option(help: "Holds in seconds: 30-90,150-240.")
    var holds: String

    @Option(help: "Number of the channel, from 1; the only one that is a voltage otherwise.")
    var channel: Int?

    @Option(help: "Mains frequency to take out: 50 or 60. Otherwise hum is only told.")
    var mains: Int?

    @Flag(help: "Also separate motor units and give their discharge rates, where units can be told apart.")
    var motorUnits = false

    @Option(help: "Channels of the grid over the muscle, with --motor-units: 1-64. Otherwise all voltages of one rate.")
    var grid: String?

    @Flag(help: "With --motor-units: the channel is a needle, not a grid.")
    var needle = false

    @Flag(help: "Also give sources, limits and warnings in the JSON.")
    var details = false

    @Option(help: "text, json or svg.")
    var format: Format = .text

    func validate() throws {
        guard motorUnits || (grid == nil && !needle) else {
            throw ValidationError("'--grid' and '--needle' go with '--motor-units'.")
        }
        guard grid == nil || !needle else { throw ValidationError("'--grid' and '--needle' exclude one another.") }
    }

    private func request() throws(SignalError) -> MotorUnitRequest? {
        guard motorUnits else { return nil }
        if needle { return MotorUnitRequest(.needle(nil)) }
        return MotorUnitRequest(.grid(try grid.map(ChannelList.read)))
    }

    func run() throws {
        let found: RecordedHolds
        do {
            let spans = try HoldList.read(holds)
            let mains = try self.mains.map { number in
                guard let found = MainsFrequency(rawValue: Double(number)) else {
                    throw Failure("mains '\(number)' is neither 50 nor 60")
                }
                return found
            }
            found = try RecordedHolds(
                try source.recording(), channel: channel.map { $0 - 1 }, holds: spans,
                settings: HoldReportSettings(mains: mains), motorUnits: request())
        } catch let error as RecordingError { throw Failure("\(error)") } catch let error as SignalError {
            throw Failure("\(error)")
        }
        switch format {
        case .text: print(found.lines.joined(separator: "\n"))
        case .json: print(try json(HoldReportDocument(found, withDetails: details)))
        case .svg: print(HoldPicture(HoldReportDocument(found.report)).svg())
        }
    }
}

/// `tautband simulate pool`.
struct SimulatePool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool",
        abstract: "A pool of motor units: a model for teaching and testing, not a finding about anybody.",
        discussion: "What is hypothetical in it is listed and marked.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "Drive, 0 to 1.")
    var drive = 0.3

    @Option(help: "Seconds, 0.5 to 120.")
    var seconds = 10.0

    @Option(help: "Seed.")
    var seed: UInt64 = 1

    @Option(help: "Seconds of a hold, 0 to 300, for the course of a sensitised point over days.")
    var hold: Double?

    @Option(help: "Pressure of the hold, 0 to 10.")
    var pressure = 6.0

    @Flag(help: "The cause that keeps the point alive is treated.")
    var causeTreated = false

    @Option(help: "Days after the hold, 0 to 90.")
    var days = 14

    @Option(help: "text or json.")
    var format: Format = .text

    func run() throws {
        let report: PoolReport
        do {
            let scenario = try hold.map { seconds in
                try PoolScenario(holdSeconds: seconds, pressure: pressure, causeTreated: causeTreated, days: days)
            }
            report = try PoolReport(
                try PoolRequest(drive: drive, seconds: seconds, seed: seed, scenario: scenario))
        } catch let error as MotorUnitError { throw Failure("\(error)") }
        switch format {
        case .text: print(report.text)
        case .json: print(try json(report))
        }
    }
}

private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
