import Crypto
public import Foundation

extension SearchIndex {
    /// The token of a whole text, for finding exactly it: HMAC-SHA256, 32 bytes.
    ///
    /// Who reads the store can tell that two records hold the same text, not which.
    public func exact(_ text: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data("exact:\(text)".utf8), using: key))
    }
}
