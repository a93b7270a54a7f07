import Synchronization

/// A value that is made when it is first asked for, once, and kept.
final class Lazily<Value: Sendable>: Sendable {
    private let make: @Sendable () throws -> Value
    private let making = Mutex(())
    private let made = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable () throws -> Value) { self.make = make }

    /// The value when it is there already; never waits.
    var ready: Value? { made.withLock { $0 } }

    /// The value; waits while it is made.
    ///
    /// After an error the next call tries again.
    func value() throws -> Value {
        try making.withLock { _ in
            if let ready { return ready }
            let new = try make()
            made.withLock { $0 = new }
            return new
        }
    }
}
