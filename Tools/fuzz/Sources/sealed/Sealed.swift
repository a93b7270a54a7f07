import Crypto
import Foundation
import Harness
@testable import Vault

/// Sealed fields and wrapped keys, as the database gives them back.
@main struct Entry {
    static func main() {
        let key = DataKey(id: 3, key: SymmetricKey(data: Data(repeating: 3, count: 32)))
        let master = MasterKey(
            id: 1, created: Date(timeIntervalSince1970: 0), key: SymmetricKey(data: Data(repeating: 1, count: 32)))
        let cipher = FieldCipher(keys: [key])
        let ring = DataKeyring(masters: [master])
        let field = needed { try cipher.seal("some text", context: "client.name:1") }
        let wrapped = needed { try ring.wrap(key, practice: "p") }
        fuzz { data in
            var pieces = Pieces(data)
            switch pieces.byte() % 4 {
            case 0: _ = described { try cipher.open(pieces.rest, context: "client.name:1") }
            case 1: _ = described { try ring.unwrap(pieces.rest, id: 3, practice: "p") }
            case 2:
                let changed = edited(field, &pieces)
                let opened = described { try cipher.open(changed, context: "client.name:1") }
                precondition((opened == "some text") == (changed == field), "an altered field opened")
                _ = cipher.needsReseal(changed)
            default:
                let changed = edited(wrapped, &pieces)
                let opened = described { try ring.unwrap(changed, id: 3, practice: "p") }
                precondition((opened != nil) == (changed == wrapped), "an altered key opened")
                _ = ring.needsRewrap(changed)
            }
        }
    }

    /// Cuts, flips and appends.
    private static func edited(_ bytes: Data, _ pieces: inout Pieces) -> Data {
        var bytes = bytes
        while !pieces.isEmpty, !bytes.isEmpty {
            let place = Int(pieces.byte()) % bytes.count
            switch pieces.byte() % 3 {
            case 0: bytes[place] ^= pieces.byte()
            case 1: bytes = Data(bytes.prefix(place))
            default: bytes.append(pieces.byte())
            }
        }
        return bytes
    }
}
