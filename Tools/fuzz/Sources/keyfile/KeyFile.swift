import Harness
import Vault

/// The file of the master keys.
@main struct Entry {
    static func main() {
        let file = ScratchFile("keys")
        fuzz { data in
            file.fill(data)
            guard let keys = described({ try KeyFile(path: file.path) }) else { return }
            precondition(!keys.keys.isEmpty)
        }
    }
}
