import Foundation
import Harness
import Vault

/// The words of names and of queries.
@main struct Entry {
    static func main() {
        let index = SearchIndex(key: DataKeyring.makeKey(id: 1))
        fuzz { data in
            var pieces = Pieces(data)
            let (name, query) = (pieces.text(), pieces.text())
            let kept = index.tokens(of: name)
            precondition(kept.count <= 2 * 16 * 12 && kept.allSatisfy { $0.count == 10 })
            precondition(Set(index.queryTokens(name)).isSubset(of: kept), "a name is not found by itself")
            precondition(index.queryTokens(query).count <= 16)
            _ = index.exact(query)
        }
    }
}
