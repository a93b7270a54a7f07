public import Hummingbird
import NIOCore

/// What is known of a request besides itself.
public struct ServerContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection.
    public let peer: String
    /// The address of whoever asks; behind a trusted proxy not that of the connection.
    var address: String

    /// How large a body may be and how long it may take.
    var limits = RequestLimits()

    public init(source: Source) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
        address = peer
    }
}
