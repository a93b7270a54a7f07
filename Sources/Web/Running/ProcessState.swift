import Foundation

/// What the kernel tells about this process.
package enum ProcessState {
    /// Resident memory in bytes; nil where /proc is not to be read.
    package static func residentBytes() -> Double? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return nil }
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return line.split { !$0.isNumber }.first.flatMap { Double($0) }.map { $0 * 1024 }
        }
        return nil
    }

    /// How many file descriptors are open; nil where /proc is not to be read.
    package static func openFiles() -> Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Double($0.count) }
    }
}
