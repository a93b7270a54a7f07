/// What can go wrong around keys, passwords and sealed fields.
///
/// No case carries a password, a key or a sealed text, so that every description may be logged.
public enum VaultError: Error, Equatable, CustomStringConvertible {
    /// Too many passwords are being hashed; try again in some seconds (HTTP 503).
    case busy
    /// A new password is refused; the reason says what to do and may be shown as it is.
    case weakPassword(reason: String)
    /// Argon2 itself failed, with its own error code; most often memory was short.
    case hashing(code: Int32)
    /// The key that something was sealed with isn't on the ring.
    case unknownKey(UInt32)
    /// Something sealed or hashed was altered, cut, moved to another place or never ours.
    case damaged
    /// A key file can be read by others than its owner.
    case openToOthers(path: String)
    /// A key file isn't what it should be.
    case badKeyFile(path: String, problem: String)
    /// The system refused a file operation, with its `errno`.
    case file(path: String, operation: String, code: Int32)

    public var description: String {
        switch self {
        case .busy: "Too many sign-ins at the same time; try again in some seconds."
        case .weakPassword(let reason): reason
        case .hashing(let code): "Hashing a password failed (Argon2 code \(code)); is memory short?"
        case .unknownKey(let id): "Key \(id) is not on the ring; is the key file complete?"
        case .damaged: "A sealed value is damaged or was moved from another place."
        case .openToOthers(let path):
            "\(path): the key file can be read or changed by other users. Run: chmod 600 \(path)"
        case .badKeyFile(let path, let problem): "\(path): not a usable key file: \(problem)"
        case .file(let path, let operation, let code): "\(path): \(operation) failed (errno \(code))"
        }
    }
}
