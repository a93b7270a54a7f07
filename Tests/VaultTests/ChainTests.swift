import Foundation
import Testing
import Vault

@Suite struct ChainTests {
    @Test func `an entry's hash is the one that Python's hashlib computes`() {
        let hash = Chain.next(previous: Chain.genesis, fields: ["1", "sign_in", "Zoë"])
        let hex = hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(hex == "ecaafb32eff92fd0d6f669d8c2205ed90e7c921326321acf3db6fc29c196cc9e")
    }

    @Test(arguments: [
        ["ab", "c"], ["a", "b", "c"], ["abc", ""], ["", "abc"], ["ABC"], [], ["abc", "", ""],
    ])
    func `lists that read alike in a row have different hashes`(fields: [String]) {
        #expect(
            Chain.next(previous: Chain.genesis, fields: fields) != Chain.next(previous: Chain.genesis, fields: ["abc"]))
    }

    @Test func `a changed entry changes every hash after it`() {
        func trail(_ names: [String]) -> [Data] {
            names.reduce(into: [Chain.genesis]) { $0.append(Chain.next(previous: $0[$0.count - 1], fields: [$1])) }
        }
        let (one, other) = (trail(["a", "b", "c", "d"]), trail(["a", "x", "c", "d"]))
        #expect(zip(one, other).map { $0 == $1 } == [true, true, false, false, false])
    }

    @Test func `a head is signed as Python does it, and holds for that head and key alone`() throws {
        let folder = try TemporaryFolder()
        let keys = try knownKeys(folder).keys
        let hash = Chain.next(previous: Chain.genesis, fields: ["1", "sign_in", "Zoë"])
        let date = Date(timeIntervalSince1970: 1_800_000_000)
        let head = Chain.Head(sequence: 5, hash: hash, date: date)
        let signature = Chain.signHead(head, with: keys[0])
        #expect(signature.base64EncodedString() == "pNpLk52BjaJOLs05DMAjv8UdpPck3xlBjLWiPKJDt6Y=")
        #expect(Chain.isSigned(head, signature: signature, by: keys))
        for other in [
            Chain.Head(sequence: 6, hash: hash, date: date), Chain.Head(sequence: 5, hash: Chain.genesis, date: date),
            Chain.Head(sequence: 5, hash: hash, date: date + 1),
        ] {
            #expect(!Chain.isSigned(other, signature: signature, by: keys))
        }
        for wrong in altered(signature) { #expect(!Chain.isSigned(head, signature: wrong, by: keys)) }
        let strangers = try KeyFile.create(at: folder.file("other.json")).keys
        #expect(!Chain.isSigned(head, signature: signature, by: strangers))
    }
}
