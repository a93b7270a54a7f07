import Synchronization

/// A value that is made when it is first asked for, once, and kept.
final class Lazily<Value: Sendable>: Sendable {
    private let make: @Sendable () throws -> Value
    private let made = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable () throws -> Value) { self.make = make }

    /// The value; after an error the next call tries again.
    func value() throws -> Value {
        try made.withLock { value in
            if let value { return value }
            let new = try make()
            value = new
            return new
        }
    }
}
