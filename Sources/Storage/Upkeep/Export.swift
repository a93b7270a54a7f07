import Foundation
import Records
import Vault

extension RecordStore {
    private struct Line: Encodable {
        let table: String
        let row: [String: String]
    }

    /// Every record with its fields opened, one JSON object a line, in a fixed order: the same records give the same bytes.
    ///
    /// `each`: Called with each line. What proves people (passwords, secrets, tokens) and keys is left out.
    public func export(_ each: @escaping @Sendable (String) -> Void) async throws {
        try await look { work in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let left: Set<String> = ["password", "code_secret", "last_code_step", "token", "mail_index", "request"]
            let sealed = Dictionary(uniqueKeysWithValues: Tables.sealed.map { ($0.table, Set($0.columns)) })
            for table in Tables.kept
            where table.schemas.contains(Migrations.known)
                && !["data_key", "recovery_code", "client_name", "installation"].contains(table.name)
            {
                try Tables.read(table, work.sql) { rows in
                    for row in rows {
                        var plain: [String: String] = [:]
                        let cipher = try sealed[table.name].map { _ in
                            try work.keys.cipher(row.optionalText("practice") ?? "", work.sql, now: work.now)
                        }
                        for (column, value) in row.values where !left.contains(column) {
                            switch value {
                            case .null: break
                            case .integer(let number): plain[column] = "\(number)"
                            case .text(let text): plain[column] = text
                            case .blob(let data):
                                plain[column] =
                                    sealed[table.name]?.contains(column) == true
                                    ? try cipher.map {
                                        Self.readable(
                                            try $0.bytes(data, context: "\(table.name).\(column):\(row.text("id"))"))
                                    } : data.base64EncodedString()
                            }
                        }
                        each(String(decoding: try encoder.encode(Line(table: table.name, row: plain)), as: UTF8.self))
                    }
                }
            }
        }
    }

    /// Text as it is, other bytes in Base64.
    private static func readable(_ bytes: Data) -> String {
        String(validating: bytes, as: UTF8.self) ?? bytes.base64EncodedString()
    }
}
