/// The transfer functions of EMG sensors: voltage = (counts / 2^bits - 1/2) · supply / gain.
///
/// Sources: PLUX, "EMG Sensor Data Sheet" (biosignalsplux: supply 3 V, gain 1,000), as cited with its formula in
/// PLUX's own notebook "EMG Sensor - Unit Conversion" (notebooks.pluxbiosignals.com); "REVOLUTION EMG Sensor Data
/// Sheet" (BITalino (r)evolution, whose sensor newer files name `EMGBITREV`: supply 3.3 V, gain 1,009). For the first
/// BITalino board, PLUX's forum gives a gain of 1,000 and PLUX's Python package 1,008; files of the device name
/// `bitalino` come from both boards, so they are left in counts unless the caller declares the sensor.
enum SensorTransfer {
    /// The transfer function of an EMG sensor at a device; `nil` when it is not known.
    ///
    /// - Parameters:
    ///   - sensor: The sensor as the file names it.
    ///   - device: The device as the file names it.
    ///   - declared: What the caller knows about the EMG sensors of the file.
    /// - Returns: Supply and gain.
    static func emg(
        sensor: String, device: String, declared: RecordingOptions.Transfer?
    ) -> RecordingOptions.Transfer? {
        guard isEMG(sensor) else { return nil }
        if let declared { return declared }
        return switch (sensor, device) {
        case ("EMG", "biosignalsplux"): RecordingOptions.Transfer(supply: 3, gain: 1_000)
        case ("EMG", "bitalino_rev"), ("EMG", "bitalino_riot"), ("EMGBITREV", _):
            RecordingOptions.Transfer(supply: 3.3, gain: 1_009)
        default: nil
        }
    }

    /// Whether the name is that of an EMG sensor.
    static func isEMG(_ sensor: String) -> Bool { sensor.hasPrefix("EMG") }
}
