/// What one Argon2id hash costs (RFC 9106).
public struct HashingCost: Hashable, Sendable {
    /// Memory in KiB, 8 for each lane up to 1 GiB.
    public let memory: UInt32
    /// Passes over the memory, 1...64.
    public let passes: UInt32
    /// Lanes that could run side by side, 1...16.
    public let lanes: UInt32

    /// Checks the ranges; `nil` outside of them.
    ///
    /// The upper bounds also stop a forged hash or backup from asking for all memory of the machine.
    public init?(memory: UInt32, passes: UInt32, lanes: UInt32) {
        guard (1...16).contains(lanes), (1...64).contains(passes), (8 * lanes...1 << 20).contains(memory) else {
            return nil
        }
        self.init(checkedMemory: memory, passes: passes, lanes: lanes)
    }

    private init(checkedMemory memory: UInt32, passes: UInt32, lanes: UInt32) {
        self.memory = memory
        self.passes = passes
        self.lanes = lanes
    }

    /// For sign-in: 46 MiB, one pass, one lane (OWASP ASVS 5.0, appendix C).
    public static let password = HashingCost(checkedMemory: 46 * 1_024, passes: 1, lanes: 1)
    /// For backups: 64 MiB and three passes; they can be attacked at leisure and are opened rarely.
    public static let archive = HashingCost(checkedMemory: 64 * 1_024, passes: 3, lanes: 1)
    /// Fast and weak, for tests alone.
    package static let forTests = HashingCost(checkedMemory: 64, passes: 1, lanes: 1)
}
