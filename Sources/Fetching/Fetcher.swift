import CCurl
import Dispatch
import Foundation
import Glibc

/// Fetches a file from the open internet, and from nowhere else.
///
/// Only https, only port 443, no redirects, no proxy, no address that is not public, whatever the name resolves to; bounded in time
/// and size.
public struct Fetcher: Sendable {
    /// What went wrong, in words for the one who named the address.
    public struct Failure: Error, Hashable, Sendable {
        public let reason: String
    }

    private let largest: Int
    private let seconds: Int
    private let allows: @Sendable (_ family: Int32, _ bytes: [UInt8]) -> Bool
    private let authorities: String?
    private let ports: Set<Int>
    private let queue = DispatchQueue(label: "tautband.fetcher")

    /// Reads at most so many bytes, in so many seconds for the whole transfer.
    public init(largest: Int = 5_000_000, seconds: Int = 20) {
        self.init(largest: largest, seconds: seconds, authorities: nil, ports: [443]) { family, bytes in
            switch family {
            case AF_INET: PublicAddress.isPublic(v4: bytes)
            case AF_INET6: PublicAddress.isPublic(v6: bytes)
            default: false
            }
        }
    }

    /// With another rule of addresses, for tests against a server on this machine.
    package init(
        largest: Int, seconds: Int, authorities: String?, ports: Set<Int>,
        allows: @escaping @Sendable (Int32, [UInt8]) -> Bool
    ) {
        self.largest = largest
        self.seconds = seconds
        self.authorities = authorities
        self.ports = ports
        self.allows = allows
    }

    /// The bytes behind an address.
    ///
    /// - Throws: ``Failure``.
    public func fetch(_ address: String) async throws(Failure) -> [UInt8] {
        guard let parts = URLComponents(string: address), parts.scheme?.lowercased() == "https",
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
            address.utf8.count <= 2_000, ports.contains(parts.port ?? 443)
        else { throw Failure(reason: "the address does not begin with https:// or is not a plain one") }
        let outcome: Result<[UInt8], Failure> = await withCheckedContinuation { done in
            queue.async { done.resume(returning: transfer(address)) }
        }
        return try outcome.get()
    }

    /// What the calls back of one transfer share.
    private final class Transfer {
        var bytes: [UInt8] = []
        var isTooLarge = false
        var isRefused = false
        let largest: Int
        let allows: (Int32, [UInt8]) -> Bool

        init(_ largest: Int, _ allows: @escaping (Int32, [UInt8]) -> Bool) {
            (self.largest, self.allows) = (largest, allows)
        }
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private func transfer(_ address: String) -> Result<[UInt8], Failure> {
        guard Self.isReady, let handle = curl_easy_init() else {
            return .failure(Failure(reason: "nothing can be fetched on this machine"))
        }
        defer { curl_easy_cleanup(handle) }
        let transfer = Transfer(largest, allows)
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        var codes = [
            tautband_set_text(handle, CURLOPT_URL, address), tautband_set_text(handle, CURLOPT_PROTOCOLS_STR, "https"),
            tautband_set_text(handle, CURLOPT_PROXY, ""), tautband_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            tautband_set_long(handle, CURLOPT_NOSIGNAL, 1), tautband_set_long(handle, CURLOPT_CONNECTTIMEOUT, 10),
            tautband_set_long(handle, CURLOPT_TIMEOUT, seconds), tautband_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1),
            tautband_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2), tautband_set_long(handle, CURLOPT_SSLVERSION, 6),
            tautband_set_long(handle, CURLOPT_FAILONERROR, 1),
            tautband_set_text(handle, CURLOPT_USERAGENT, "Tautband calendar reader"),
            tautband_set_context(handle, CURLOPT_WRITEDATA, context),
            tautband_set_context(handle, CURLOPT_OPENSOCKETDATA, context),
        ]
        if let authorities { codes.append(tautband_set_text(handle, CURLOPT_CAINFO, authorities)) }
        codes.append(
            tautband_set_transfer(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let context, let bytes else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let (length, isOver) = size.multipliedReportingOverflow(by: count)
                guard !isOver, transfer.bytes.count + length <= transfer.largest else {
                    transfer.isTooLarge = true
                    return 0
                }
                bytes.withMemoryRebound(to: UInt8.self, capacity: length) { start in
                    transfer.bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: length))
                }
                return length
            })
        codes.append(
            tautband_set_opener(handle) { context, _, address in
                guard let context, let address else { return -1 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                guard transfer.allows(address.pointee.family, Fetcher.bytes(of: address)) else {
                    transfer.isRefused = true
                    return -1
                }
                return socket(
                    address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
                    address.pointee.protocol)
            })
        guard codes.allSatisfy({ $0 == CURLE_OK }) else {
            return .failure(Failure(reason: "nothing can be fetched on this machine"))
        }
        let code = withExtendedLifetime(transfer) { curl_easy_perform(handle) }
        if transfer.isTooLarge { return .failure(Failure(reason: "the file is larger than \(largest) bytes")) }
        if code == CURLE_OK { return .success(transfer.bytes) }
        if transfer.isRefused { return .failure(Failure(reason: "the address does not lead to the open internet")) }
        return .failure(Failure(reason: String(cString: curl_easy_strerror(code))))
    }

    /// The bytes of the address that a connection goes to.
    private static func bytes(of address: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8] {
        withUnsafePointer(to: &address.pointee.addr) { start -> [UInt8] in
            let raw = UnsafeRawPointer(start)
            switch address.pointee.family {
            case AF_INET:
                let inner = raw.assumingMemoryBound(to: sockaddr_in.self).pointee.sin_addr
                return withUnsafeBytes(of: inner) { Array($0) }
            case AF_INET6:
                let inner = raw.assumingMemoryBound(to: sockaddr_in6.self).pointee.sin6_addr
                return withUnsafeBytes(of: inner) { Array($0) }
            default: return []
            }
        }
    }
}
