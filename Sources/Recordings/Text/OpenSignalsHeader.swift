import FoundationEssentials

/// The comment lines before the rows of an OpenSignals text file: a title, a JSON object, `# EndOfHeader`.
struct OpenSignalsHeader {
    /// What the JSON says about one device.
    struct Device: Decodable, Sendable {
        let sensors: [String]
        let columns: [String]
        let labels: [String]?
        let resolution: [Int]
        let rate: Double
        let date: String?
        let time: String?
        let kind: String?
        let position: Int?

        /// 1 when the numbers are converted already.
        let converted: Int?

        private enum CodingKeys: String, CodingKey {
            case sensors = "sensor"
            case columns = "column"
            case labels = "label"
            case resolution, date, time, position
            case rate = "sampling rate"
            case kind = "device"
            case converted = "convertedValues"
        }
    }

    /// The devices in the order of their columns.
    let devices: [Device]

    /// The line of the JSON object.
    let line: Int

    /// The first row.
    let firstRow: (offset: Int, line: Int)

    init(_ source: any ByteSource) throws(RecordingError) {
        let reader = LineReader(source, offset: 0, number: 1)
        var json: (text: [UInt8], line: Int)?
        var rows: (offset: Int, line: Int)?
        while rows == nil, let line = try reader.next() {
            guard reader.offset + line.count <= RecordingLimits.headerBytes else {
                throw source.error(
                    .overLimit, at: .line(reader.number), "header", "",
                    "is longer than \(RecordingLimits.headerBytes) octets")
            }
            let text = line.drop { $0 == 0x20 || $0 == UInt8(ascii: "#") || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }
            guard line.first == UInt8(ascii: "#") || reader.number == 1 else {
                throw source.error(.invalid, at: .line(reader.number), "header", "", "has no line '# EndOfHeader'")
            }
            if text.first == UInt8(ascii: "{"), json == nil { json = (Array(text), reader.number) }
            if text.starts(with: "EndOfHeader".utf8) { rows = (reader.offset, reader.number + 1) }
        }
        guard var rows else {
            throw source.error(.truncated, at: .line(reader.number), "header", "", "ends before '# EndOfHeader'")
        }
        guard let json else {
            throw source.error(.invalid, at: .line(rows.line - 1), "header", "", "has no JSON object")
        }
        // The reader stands behind the line it gave last; the next row begins where the next line would.
        rows.offset = try Self.end(of: source, from: rows.offset)
        firstRow = rows
        line = json.line
        devices = try Self.devices(json.text, source, json.line)
    }

    private static func end(of source: any ByteSource, from offset: Int) throws(RecordingError) -> Int {
        let reader = LineReader(source, offset: offset, number: 1)
        _ = try reader.next()
        return try reader.next() == nil ? source.count : reader.offset
    }

    private static func devices(
        _ json: [UInt8], _ source: any ByteSource, _ line: Int
    ) throws(RecordingError) -> [Device] {
        // Braces are counted first, so that no nesting is too deep for a parser that calls itself.
        guard json.count(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }) <= 20_000 else {
            throw source.error(.overLimit, at: .line(line), "JSON header", "", "has more than 20,000 parts")
        }
        guard let found = try? JSONDecoder().decode([String: Device].self, from: Data(json)), !found.isEmpty else {
            throw source.error(
                .invalid, at: .line(line), "JSON header", "",
                "does not give sensor, column, resolution and sampling rate for each device")
        }
        guard found.count == 1 || Set(found.values.map(\.position)).count == found.count,
            found.count == 1 || found.values.allSatisfy({ $0.position != nil })
        else {
            throw source.error(
                .unsupported, at: .line(line), "position", "", "does not order the columns of \(found.count) devices")
        }
        let devices = found.values.sorted { ($0.position ?? 0) < ($1.position ?? 0) }
        for device in devices {
            guard RecordingLimits.rate.contains(device.rate) else {
                throw source.error(
                    .overLimit, at: .line(line), "sampling rate", "\(device.rate)",
                    "is not within \(RecordingLimits.rate) Hz")
            }
            guard device.converted ?? 0 == 0 else {
                throw source.error(
                    .unsupported, at: .line(line), "convertedValues", "\(device.converted ?? 0)",
                    "says that the numbers are converted; read them as a table with a declared unit"
                )
            }
            guard !device.sensors.isEmpty, device.columns.count >= device.sensors.count,
                device.resolution.count >= device.sensors.count, device.columns.count <= RecordingLimits.channels
            else {
                throw source.error(
                    .invalid, at: .line(line), "columns", "\(device.columns.count)",
                    "do not go with \(device.sensors.count) sensors and \(device.resolution.count) resolutions")
            }
        }
        guard Set(devices.map(\.rate)).count == 1 else {
            throw source.error(
                .unsupported, at: .line(line), "sampling rate", "", "is not the same for all devices of the file")
        }
        guard devices.count <= 16, devices.reduce(0, { $0 + $1.columns.count }) <= RecordingLimits.channels else {
            throw source.error(
                .overLimit, at: .line(line), "columns", "", "are more than \(RecordingLimits.channels)")
        }
        return devices
    }
}

extension OpenSignalsHeader.Device {
    /// When the device began: `2016-6-11` and `7:3:47.29`.
    var start: LocalTime? {
        guard let date, let time else { return nil }
        let day = date.split(separator: "-").compactMap { Int($0) }
        let clock = time.split(separator: ":")
        guard day.count == 3, clock.count == 3, let hour = Int(clock[0]), let minute = Int(clock[1]),
            let second = ASCIIText.number(clock[2])
        else { return nil }
        return LocalTime(year: day[0], month: day[1], day: day[2], hour: hour, minute: minute, second: second)
    }

    /// The bits of a sensor's channel; the list has one entry for each column or for each sensor.
    func bits(_ sensor: Int) -> Int { resolution[resolution.count - sensors.count + sensor] }

    /// The column of a sensor; sensors stand last.
    func column(_ sensor: Int) -> Int { columns.count - sensors.count + sensor }
}
