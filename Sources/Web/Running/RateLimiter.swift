import Synchronization

/// A token bucket for each key, such as a client's address.
///
/// A bucket refills steadily to its size and each request takes from it. The table is bounded: the key unused for
/// longest is forgotten first, which loses least because its bucket is the fullest.
public final class RateLimiter: Sendable {
    private let perSecond: Double
    private let size: Double
    private let capacity: Int
    private let state = Mutex(RecentBuckets())

    /// Prepares the table; each key begins with a full bucket.
    ///
    /// `perMinute`: Tokens that flow in per minute; at least 1.
    /// `burst`: Tokens a full bucket holds; nil takes those of ten seconds, at least 10.
    /// `capacity`: Keys remembered at once; at least 1.
    public init(perMinute: Int, burst: Int? = nil, capacity: Int = 10_000) {
        perSecond = Double(max(1, perMinute)) / 60
        size = Double(max(1, burst ?? max(10, perMinute / 6)))
        self.capacity = max(1, capacity)
    }

    /// Takes `cost` tokens from the bucket of `key`.
    ///
    /// `now`: Seconds of a monotonic clock; a step backward counts as no time.
    /// `cost`: At least 0; more than a full bucket counts as a full one, so that waiting always helps.
    /// Returns nil when allowed, else the seconds after which the same call would be; a refused call takes nothing.
    /// - Complexity: O(1).
    public func allow(key: String, now: Double, cost: Double = 1) -> Double? {
        let cost = cost.isNaN ? 1 : min(max(0, cost), size)
        let now = now.isFinite ? now : 0
        return state.withLock { table in
            var bucket = table.take(key) ?? Bucket(tokens: size, time: now)
            bucket.tokens = min(size, bucket.tokens + max(0, now - bucket.time) * perSecond)
            bucket.time = max(bucket.time, now)
            let wait = (cost - bucket.tokens) / perSecond
            // A rounding error of the clock or the refill must not refuse a client who waited as long as told.
            let isAllowed = wait <= 1e-6
            if isAllowed { bucket.tokens = max(0, bucket.tokens - cost) }
            table.put(key, bucket, capacity: capacity)
            return isAllowed ? nil : wait
        }
    }

    /// How many keys are remembered.
    public var count: Int { state.withLock { $0.count } }
}

/// What is left for one key.
package struct Bucket {
    package var tokens: Double
    /// When `tokens` was true, in seconds.
    package var time: Double

    package init(tokens: Double, time: Double) {
        self.tokens = tokens
        self.time = time
    }
}
