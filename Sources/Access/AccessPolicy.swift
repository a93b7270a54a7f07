/// Limits of signing in, all in one place.
///
/// Idle and absolute times after NIST SP 800-63B-4 (AAL2) and OWASP ASVS 5.0 7.3; attempts after ASVS 6.3.1.
public struct AccessPolicy: Hashable, Sendable {
    /// Seconds without a request after which a session ends; at most 15 minutes.
    public var idle: Double = 15 * 60
    /// Seconds after which a session ends whatever happens; at most 12 hours.
    public var absolute: Double = 12 * 3600
    /// The window in which attempts are counted, in seconds.
    public var window = 900
    /// Attempts from one address within the window.
    public var perAddress = 30
    /// Attempts on one account from devices that it does not know.
    public var perAccount = 30
    /// Attempts from a device that has signed in to this account before; its bucket is its own, so that nobody else's attempts lock
    /// it out.
    public var perDevice = 10
    /// Wrong codes for one account after the right password.
    public var perCode = 8
    /// Seconds in which the code must follow the password.
    public var codeStep = 300
    /// Seconds that links live.
    public var setupLink: Double = 24 * 3600
    public var invitationLink: Double = 7 * 24 * 3600
    public var passwordLink: Double = 3600
    public var clientLink: Double = 14 * 24 * 3600
    /// A diary is written for weeks; a hold lasts minutes.
    public var diaryLink: Double = 120 * 24 * 3600
    public var holdLink: Double = 3 * 3600
    /// How far back a day of the diary may be written, in seconds.
    public var diaryBack: Double = 7 * 24 * 3600
    /// Seconds that a broken glass stays open.
    public var glass: Double = 3600

    public init() {}
}
