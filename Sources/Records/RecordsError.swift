/// What a use case of the record can answer besides the record.
public enum RecordsError: Error, Hashable, Sendable {
    /// There is nothing, or nothing that the author may see: the two look alike on purpose.
    case notFound
    /// Nobody is signed in.
    case signedOut
    /// The function is not open to the author's role; no data is involved.
    case forbidden
    /// A field is wrong.
    case invalid(field: String, value: String, reason: String)
    /// Someone else has changed the record since it was read.
    case stale(current: Int)
    /// A record with this identifier, or this address of mail, is there already.
    case duplicate(field: String)
    /// The same idempotency key came with another request.
    case keyReused
    /// The first request with this idempotency key is not finished.
    case inProgress
    /// Too many attempts; try again after so many seconds.
    case tooMany(seconds: Int)
    /// More is going on at once than can be served; try again after so many seconds.
    case overloaded(seconds: Int)
    /// The store cannot be reached or is full; nothing was changed.
    case unavailable(reason: String)
}
