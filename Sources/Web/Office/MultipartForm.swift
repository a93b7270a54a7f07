import Foundation
import HTTPTypes
import Hummingbird

/// The fields and files of a form that was sent as `multipart/form-data` (RFC 7578), each once.
struct MultipartForm: Sendable {
    private var fields: [String: String] = [:]
    private var files: [String: Data] = [:]
    private var names: [String: String] = [:]

    /// Reads a form with files of together at most `largestFile` bytes.
    ///
    /// - Throws: `HTTPError` with status 413, 415 or 400.
    init(_ call: OfficeRouter.Call, largestFile: Int) async throws {
        guard let type = call.request.headers[.contentType], let boundary = Self.boundary(of: type) else {
            throw HTTPError(.unsupportedMediaType, message: "a form with a file is expected here")
        }
        let body = try await call.request.whole(call.context.limits, most: largestFile + 100_000)
        guard let form = Self(body, boundary: boundary) else {
            throw HTTPError(.badRequest, message: "the form is not readable")
        }
        self = form
    }

    /// `nil` when the parts do not end as they should, or are more than 100.
    init?(_ body: Data, boundary: String) {
        let line = Data("\r\n".utf8)
        let mark = Data("--\(boundary)".utf8)
        guard var start = body.range(of: mark)?.upperBound else { return nil }
        for _ in 0..<100 {
            let rest = body[start...]
            if rest.starts(with: Data("--".utf8)) { return }
            guard rest.starts(with: line), let next = body.range(of: line + mark, in: (start + 2)..<body.endIndex),
                let head = body.range(of: line + line, in: start..<next.lowerBound)
            else { return nil }
            let headers = String(decoding: body[start..<head.lowerBound], as: UTF8.self)
            let content = Data(body[head.upperBound..<next.lowerBound])
            guard let name = Self.parameter("name", of: headers) else { return nil }
            if let fileName = Self.parameter("filename", of: headers) {
                // Some browsers send folders along.
                names[name] = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
                if !content.isEmpty { files[name] = content }
            } else {
                guard let text = String(validating: content, as: UTF8.self) else { return nil }
                fields[name] = text
            }
            start = next.upperBound
        }
        return nil
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// The bytes of a file; `nil` when none was chosen.
    func file(_ name: String) -> Data? { files[name] }

    /// What a file is called, without folders; `nil` when none was chosen.
    func fileName(_ name: String) -> String? { files[name] == nil ? nil : names[name] }

    static func boundary(of type: String) -> String? {
        guard type.lowercased().hasPrefix("multipart/form-data") else { return nil }
        for part in type.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard halves.count == 2, halves[0].lowercased() == "boundary" else { continue }
            let text = halves[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            return (1...70).contains(text.utf8.count) ? text : nil
        }
        return nil
    }

    /// A parameter of `Content-Disposition`.
    private static func parameter(_ name: String, of headers: String) -> String? {
        for line in headers.split(separator: "\r\n") where line.lowercased().hasPrefix("content-disposition:") {
            guard let start = line.range(of: " \(name)=\"")?.upperBound ?? line.range(of: ";\(name)=\"")?.upperBound,
                let end = line[start...].firstIndex(of: "\"")
            else { continue }
            return String(line[start..<end])
        }
        return nil
    }
}
