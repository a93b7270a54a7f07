import Foundation
import Harness
import Storage
import Vault

/// The lines inside a backup that was sealed with the right passphrase.
@main struct Entry {
    static func main() {
        let file = ScratchFile("backup")
        let passphrase = "eight unrelated words"
        fuzz { data in
            file.fill(Data())
            needed {
                let writer = try SealedArchive.Writer(to: file.handle, passphrase: passphrase, cost: .forTests)
                try writer.write(data)
                try writer.finish()
            }
            guard let summary = described({ try Backup.check(file.path, passphrase: passphrase) }) else { return }
            precondition(summary.total >= 0)
            _ = described { try Backup.keys(file.path, passphrase: passphrase) }
        }
    }
}
