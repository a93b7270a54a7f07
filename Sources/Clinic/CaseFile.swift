public import Anatomy
public import Foundation
public import Reasoning

/// What is wrong with a case that comes from outside: which field, which value.
public struct CaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or request it came from.
    public let origin: String
    /// The path of the field, for example `drawing[2].zone`; empty for the document as a whole.
    public let field: String
    /// The value as written, shortened.
    public let value: String
    public let problem: String

    public var description: String {
        let place = field.isEmpty ? origin : "\(origin): \(field)"
        return "\(place): \(problem)" + (value.isEmpty ? "" : " (value: \(value))")
    }
}

/// Reads the JSON of a case: `patient`, `drawing`, `findings`; other keys are ignored.
public struct CaseFile: Sendable {
    private let vocabulary: Vocabulary
    private let cellCount: Int

    /// The most findings and zones that one case may hold.
    public static let largestList = 500
    /// The most bytes that a case may have.
    public static let largestDocument = 1_000_000

    public init(vocabulary: Vocabulary, surface: BodySurface?) {
        self.vocabulary = vocabulary
        cellCount = surface?.cells.count ?? 0
    }

    /// Reads a case.
    ///
    /// `data`: UTF-8 JSON, at most ``largestDocument`` bytes.
    /// `origin`: The name of the file or request, for messages.
    /// - Throws: ``CaseError`` naming field and value.
    public func presentation(from data: Data, origin: String) throws(CaseError) -> Presentation {
        guard data.count <= Self.largestDocument else {
            throw CaseError(
                origin: origin, field: "", value: "",
                problem: "\(data.count) bytes; a case has at most \(Self.largestDocument)"
            )
        }
        let parsed: Any
        do {
            parsed = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
        } catch {
            throw CaseError(origin: origin, field: "", value: "", problem: "not valid JSON: \(reason(of: error))")
        }
        let root = Field(origin: origin, path: "", value: parsed)
        guard root.isObject else { throw root.error("must be a JSON object with a drawing") }
        return Presentation(
            patient: try patient(root["patient"]),
            drawing: try root["drawing"]?.elements(limit: Self.largestList).flatMap(throwing: painted) ?? [],
            findings: try root["findings"]?.elements(limit: Self.largestList).flatMap(throwing: findings) ?? []
        )
    }

    private func patient(_ field: Field?) throws(CaseError) -> Patient {
        guard let field, !field.isNull else { return Patient() }
        guard field.isObject else { throw field.error("must be an object with age and sex") }
        var patient = Patient()
        if let age = field["age"], !age.isNull {
            guard let years = age.number, (0...130).contains(years) else {
                throw age.error("age must be a number from 0 to 130")
            }
            patient.age = Int(years)
        }
        if let sex = field["sex"], !sex.isNull {
            guard let text = sex.text, let known = Patient.Sex(rawValue: text) else {
                throw sex.error("sex must be female or male, or left out")
            }
            patient.sex = known
        }
        return patient
    }

    private func painted(_ field: Field) throws(CaseError) -> [PaintedZone] {
        guard field.isObject else { throw field.error("must be an object with zone, side and intensity") }
        guard let zone = field["zone"], let zoneText = zone.text else {
            throw (field["zone"] ?? field).error("zone is missing or not a text")
        }
        let intensityField = field["intensity"]
        guard let intensity = intensityField == nil ? 6 : intensityField?.number else {
            throw (intensityField ?? field).error("intensity must be a number from 0 to 10")
        }
        var qualities: [Term.ID] = []
        for quality in try field["quality"]?.elements(limit: 40) ?? [] {
            let text = quality.text ?? ""
            guard vocabulary.quality[Term.ID(text)] != nil else {
                let near = suggestions(for: text, among: vocabulary.qualities.map(\.id.text))
                throw quality.error("unknown quality\(didYouMean(near))")
            }
            qualities.append(Term.ID(text))
        }
        var cells: [Int] = []
        for cell in try field["cells"]?.elements(limit: 4000) ?? [] {
            guard let number = cell.number, number >= 0, number < Double(cellCount), number == number.rounded()
            else { throw cell.error("a surface cell is a whole number below \(cellCount)") }
            cells.append(Int(number))
        }
        do {
            return try vocabulary.places(zone: zoneText, side: field["side"]?.text).map {
                place throws(PresentationError) in
                try PaintedZone(place: place, intensity: intensity, qualities: qualities, cells: cells)
            }
        } catch .intensityOutOfScale {
            throw (intensityField ?? field).error("intensity must be from 0 to 10")
        } catch .unknownSide, .sideMismatch {
            throw (field["side"] ?? field).error("this zone needs side right, left or midline as the vocabulary says")
        } catch {
            throw zone.error(error.description)
        }
    }

    private func findings(_ field: Field) throws(CaseError) -> [Finding] {
        let isObject = field.isObject
        let id = isObject ? field["id"] : field
        guard let id, let text = id.text else { throw field.error("must be an object with the finding's id") }
        do {
            return try Finding.parse(text, side: isObject ? field["side"]?.text : nil, vocabulary: vocabulary)
        } catch .unknownSide(let side) {
            throw (field["side"] ?? field).error("unknown side '\(side)'")
        } catch {
            throw id.error(error.description)
        }
    }
}

private func didYouMean(_ near: [String]) -> String {
    near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
}

private func reason(of error: any Error) -> String {
    let detail = (error as NSError).userInfo["NSDebugDescription"] as? String
    return detail ?? error.localizedDescription
}

/// A value of a JSON document with its path.
private struct Field {
    let origin: String
    let path: String
    let value: Any

    var isObject: Bool { value is [String: Any] }
    var isNull: Bool { value is NSNull }
    var text: String? { value as? String }

    /// A finite number; booleans are none.
    var number: Double? {
        // A number of 0 or 1 also answers to `Bool` here: a boolean is told by its type code.
        guard let number = value as? NSNumber, !(value is String), number.objCType.pointee != CChar(UInt8(ascii: "c"))
        else { return nil }
        return number.doubleValue.isFinite ? number.doubleValue : nil
    }

    subscript(_ key: String) -> Field? {
        guard let inner = (value as? [String: Any])?[key] else { return nil }
        return Field(origin: origin, path: path.isEmpty ? key : "\(path).\(key)", value: inner)
    }

    func elements(limit: Int) throws(CaseError) -> [Field] {
        guard let list = value as? [Any] else { throw error("must be a list") }
        guard list.count <= limit else { throw error("has \(list.count) entries, at most \(limit) are taken") }
        return list.enumerated().map { Field(origin: origin, path: "\(path)[\($0)]", value: $1) }
    }

    func error(_ problem: String) -> CaseError {
        let shown: String
        switch value {
        case let text as String: shown = "\"\(text.prefix(80))\""
        case is [Any], is [String: Any]: shown = ""
        default: shown = String("\(value)".prefix(80))
        }
        return CaseError(origin: origin, field: path, value: shown, problem: problem)
    }
}

extension Array {
    /// `flatMap` that keeps the type of the error.
    fileprivate func flatMap<Result>(
        throwing transform: (Element) throws(CaseError) -> [Result]
    ) throws(CaseError) -> [Result] {
        var results: [Result] = []
        for element in self { results += try transform(element) }
        return results
    }
}
