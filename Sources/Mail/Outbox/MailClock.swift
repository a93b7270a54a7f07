public import Foundation

/// The time, passed in so that tests need not wait.
public protocol MailClock: Sendable {
    /// The present moment.
    var now: Date { get }

    /// Waits.
    ///
    /// - Parameter seconds: How long; nothing to wait for when not above 0.
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(seconds: Double) async throws
}

/// The clock of the machine.
public struct SystemMailClock: MailClock {
    /// Creates a clock.
    public init() {}

    public var now: Date { Date() }

    public func sleep(seconds: Double) async throws {
        // A day at most, so that no number overflows.
        if seconds > 0 { try await Task.sleep(for: .milliseconds(Int64(min(seconds, 86_400) * 1000))) }
    }
}
