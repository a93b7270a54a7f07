import Harness
import Reasoning

/// A network with cases in the BN2O text format.
@main struct Entry {
    static func main() {
        fuzz { data in
            let text = String(decoding: data, as: UTF8.self)
            guard let file = described({ try BN2OFile(text: text) }) else { return }
            let lines = text.utf8.count
            precondition(file.cases.count <= lines)
            for one in file.cases { precondition(one.evidence.present.count + one.evidence.absent.count <= lines) }
        }
    }
}
