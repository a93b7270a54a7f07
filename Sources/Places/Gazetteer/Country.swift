/// A country or dependent territory with its own ISO 3166-1 code.
public struct Country: Hashable, Sendable {
    /// Two letters of ISO 3166-1, for example `AT`; `XK` stands for Kosovo.
    public let code: String

    /// The English name.
    public let name: String
}
