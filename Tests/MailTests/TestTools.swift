import Foundation
import Mail
import Testing

/// Programs outside of Swift that some tests need.
enum TestTools {
    /// The Python that has aiosmtpd, named by `TAUTBAND_TEST_PYTHON`; tests that need it are skipped without.
    static let python = ProcessInfo.processInfo.environment["TAUTBAND_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }

    /// Why such a test is skipped.
    static let reason: Comment = "TAUTBAND_TEST_PYTHON names no Python with aiosmtpd"

    /// A file beside the tests.
    static func file(_ name: String, _ here: String = #filePath) -> String {
        URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Runs a program to its end and gives its status and output.
    static func run(_ program: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = await blocking { pipe.fileHandleForReading.readDataToEndOfFile() }
        await blocking { process.waitUntilExit() }
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// Does what blocks on a thread of its own.
    static func blocking<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }
}
