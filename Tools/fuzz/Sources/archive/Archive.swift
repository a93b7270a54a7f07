import Foundation
import Harness
@testable import Vault

/// Sealed backups: what is no archive, and what was cut, flipped, spliced or put in another order.
@main struct Entry {
    static let passphrase = "eight unrelated words"
    static let chunk = SealedArchive.chunkBytes + SealedArchive.tagBytes + 4

    static func main() {
        let file = ScratchFile("archive")
        let texts = [0, 40, SealedArchive.chunkBytes, 2 * SealedArchive.chunkBytes + 9].map { count in
            Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        }
        let archives = texts.map { text in
            file.fill(Data())
            return needed {
                let writer = try SealedArchive.Writer(to: file.handle, passphrase: passphrase, cost: .forTests)
                try writer.write(text)
                try writer.finish()
                return try Data(contentsOf: URL(fileURLWithPath: file.path))
            }
        }
        fuzz { data in
            var pieces = Pieces(data)
            let kind = Int(pieces.byte())
            if kind % 2 == 0 {
                // A right header, then anything.
                read(archives[0].prefix(SealedArchive.headerBytes - kind / 2 % 3) + pieces.rest, from: file)
                read(pieces.rest, from: file)
                return
            }
            let which = kind / 2 % archives.count
            let changed = edited(archives[which], &pieces)
            let (opened, isWhole) = read(changed, from: file)
            precondition(texts[which].starts(with: opened), "something else was opened")
            precondition(isWhole == (changed == archives[which]), "an altered archive opened")
        }
    }

    /// The text that opened, and whether the true end was found.
    @discardableResult private static func read(_ bytes: Data, from file: ScratchFile) -> (Data, Bool) {
        // A forged header may ask for a minute of hashing; that bound is the program's, and no matter of this entry.
        if let asked = SealedArchive.Parameters(header: Data(bytes.prefix(SealedArchive.headerBytes))),
            asked.cost.memory > 256 || asked.cost.passes > 2
        {
            return (Data(), false)
        }
        file.fill(bytes)
        var opened = Data()
        let end: Bool? = described {
            let reader = try SealedArchive.Reader(from: file.handle, passphrase: passphrase)
            while let piece = try reader.next() { opened += piece }
            return true
        }
        return (opened, end == true)
    }

    private static func edited(_ bytes: Data, _ pieces: inout Pieces) -> Data {
        var bytes = bytes
        while !pieces.isEmpty, !bytes.isEmpty {
            // Near the borders of chunks, where lengths and marks stand.
            let border = SealedArchive.headerBytes + Int(pieces.byte() % 4) * chunk
            let place = max(0, min(bytes.count - 1, border + Int(Int8(bitPattern: pieces.byte()))))
            switch pieces.byte() % 6 {
            case 0: bytes[place] ^= pieces.byte()
            case 1: bytes = Data(bytes.prefix(place))
            case 2: bytes.append(pieces.byte())
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int(pieces.byte())))
            case 4: bytes.insert(pieces.byte(), at: place)
            default:
                // One chunk again, at the place of another.
                let from = SealedArchive.headerBytes + Int(pieces.byte() % 3) * chunk
                guard from + chunk <= bytes.count, border + chunk <= bytes.count else { continue }
                let copy = Data(bytes[from..<from + chunk])
                bytes.replaceSubrange(border..<border + chunk, with: copy)
            }
        }
        return bytes
    }
}
