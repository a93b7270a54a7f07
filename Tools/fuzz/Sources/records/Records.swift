import Foundation
import Harness
import Records

/// Texts that people type about practices, clients and accounts.
@main struct Entry {
    static func main() {
        let moment = Date(timeIntervalSince1970: 1_800_000_000)
        fuzz { data in
            var pieces = Pieces(data)
            switch pieces.byte() % 6 {
            case 0:
                let text = pieces.text()
                for longest in [1, 40, 120] {
                    guard let line = described({ try Text.line(text, field: "name", longest: longest) }) else {
                        continue
                    }
                    precondition(line.count <= longest && (try? Text.line(line, field: "", longest: longest)) == line)
                }
                _ = described { try Text.optionalLine(text, field: "phone", longest: 40) }
            case 1:
                guard let block = described({ try Text.block(pieces.text(), field: "note", longest: 200) })
                else { return }
                precondition((try? Text.block(block, field: "note", longest: 200)) == block)
            case 2:
                guard let mail = described({ try Text.mail(pieces.text(), field: "mail") }) else { return }
                precondition((try? Text.mail(mail, field: "mail")) == mail, mail)
            case 3:
                guard
                    let client = described({
                        try Client(
                            practice: .init(), therapist: .init(), name: pieces.text(), born: pieces.text(),
                            mail: pieces.text(), phone: pieces.text(), note: pieces.text(), created: moment
                        )
                    })
                else { return }
                precondition(client.born.isEmpty || client.born.utf8.count == 10)
            case 4:
                _ = described { try Practice(name: "A", timeZone: pieces.text(), address: pieces.text()) }
                _ = described {
                    try Account(
                        practice: .init(), role: .owner, name: pieces.text(), mail: pieces.text(), created: moment)
                }
            default:
                let text = pieces.text()
                guard let id = Client.ID(text: text) else { return }
                precondition(id.text == text.lowercased() && Client.ID(text: id.text) == id)
            }
        }
    }
}
