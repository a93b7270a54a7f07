import Anatomy
import Clinic
import Foundation
import Knowledge
import Reasoning
import Testing

private enum Shipped {
    static let product = try? Product.load()
}

@Suite struct CaseFileTests {
    let product: Product

    init() throws {
        product = try #require(Shipped.product)
    }

    private func read(_ json: String) throws(CaseError) -> Presentation {
        try product.cases.presentation(from: Data(json.utf8), origin: "test.json")
    }

    @Test func `a whole case is read`() throws {
        let presentation = try read(
            """
            {"id": "x", "patient": {"age": 38, "sex": "female"}, "expected": [{"any": 1}],
             "drawing": [{"zone": "pelvis/front/groin", "side": "right", "intensity": 6, "quality": ["aching"]}],
             "findings": [{"id": "weak:hip/flexion", "side": "right"}, {"id": "no:history:fever"}]}
            """
        )
        #expect(presentation.patient == Patient(age: 38, sex: .female))
        #expect(presentation.drawing.map(\.place.side) == [.right])
        #expect(presentation.findings.count == 2)
    }

    @Test(arguments: [
        ("{", "", "JSON"), ("[]", "", "object"), ("3", "", "object"),
        (#"{"drawing": {}}"#, "drawing", "list"),
        (#"{"drawing": [{"zone": "pelvis/front/groyn", "side": "right"}]}"#, "drawing[0].zone", "groin"),
        (#"{"drawing": [{"zone": "pelvis/front", "side": "right"}]}"#, "drawing[0].zone", "region"),
        (#"{"drawing": [{"zone": "pelvis/front/groin", "side": "up"}]}"#, "drawing[0].side", "side"),
        (#"{"drawing": [{"zone": "pelvis/front/groin", "side": "midline"}]}"#, "drawing[0].side", "side"),
        (
            #"{"drawing": [{"zone": "pelvis/front/groin", "side": "right", "intensity": 11}]}"#, "drawing[0].intensity",
            "0 to 10"
        ),
        (
            #"{"drawing": [{"zone": "pelvis/front/groin", "side": "right", "intensity": "9"}]}"#,
            "drawing[0].intensity", "number"
        ),
        (
            #"{"drawing": [{"zone": "pelvis/front/groin", "side": "right", "intensity": -0.1}]}"#,
            "drawing[0].intensity", "0 to 10"
        ),
        (
            #"{"drawing": [{"zone": "pelvis/front/groin", "side": "right", "quality": ["achy"]}]}"#,
            "drawing[0].quality[0]", "quality"
        ),
        (
            #"{"drawing": [{"zone": "pelvis/front/groin", "side": "right", "cells": [1e30]}]}"#, "drawing[0].cells[0]",
            "cell"
        ),
        (#"{"findings": [{"id": "history:fevr"}]}"#, "findings[0].id", "fever"),
        (#"{"findings": [{"id": "weak:hip/flexion", "side": "top"}]}"#, "findings[0].side", "top"),
        (#"{"findings": [7]}"#, "findings[0]", "id"),
        (#"{"patient": {"age": 300}}"#, "patient.age", "130"), (#"{"patient": {"sex": "x"}}"#, "patient.sex", "female"),
        (#"{"patient": 4}"#, "patient", "object"),
    ])
    func `a wrong value is an error that names the field`(json: String, field: String, word: String) {
        do {
            _ = try read(json)
            Issue.record("accepted \(json)")
        } catch {
            #expect(error.field == field)
            #expect(error.description.contains(word), "\(error)")
            #expect(error.description.contains("test.json"))
        }
    }

    @Test func `deep nesting and huge documents are refused`() {
        let nested = String(repeating: "[", count: 5_000)
        #expect(throws: CaseError.self) { try read(nested) }
        let huge = Data(repeating: UInt8(ascii: " "), count: CaseFile.largestDocument + 1)
        #expect(throws: CaseError.self) { try product.cases.presentation(from: huge, origin: "x") }
    }

    @Test func `the answer has the keys of the interface`() throws {
        let presentation = try read(#"{"drawing": [{"zone": "head/cranium/temple", "side": "right", "intensity": 7}]}"#)
        let data = try product.document(product.assess(presentation)).json()
        let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(["ranking", "red_flags", "class_probabilities"]).isSubset(of: Set(root.keys)))
        let ranking = try #require(root["ranking"] as? [[String: Any]])
        #expect(ranking.count > 5)
        let byProbability = ranking.filter { $0["rival"] as? Bool == false }
        let probabilities = byProbability.compactMap { $0["probability"] as? Double }
        let classes = Set(ranking.prefix(12).compactMap { $0["kind"] as? String })
        #expect(classes.isSuperset(of: ["nerve_compression", "joint"]))
        #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(
            ranking.allSatisfy {
                ["trigger_point", "knot", "nerve_compression", "joint", "visceral"].contains(
                    $0["kind"] as? String ?? "")
            })
    }

    @Test func `every published case and guide is answered`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/cases")
        var count = 0
        for name in ["cases", "guides"] {
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path) {
                let data = try Data(contentsOf: folder.appendingPathComponent("\(name)/\(file)"))
                let assessment = try product.assess(product.cases.presentation(from: data, origin: file))
                #expect(!assessment.ranking.isEmpty, "\(file)")
                count += 1
            }
        }
        #expect(count == 69)
    }

    @Test func `the figure is one well-formed document`() throws {
        let presentation = try read(
            #"{"drawing": [{"zone": "head/mouth/palate", "intensity": 7}, {"zone": "temple", "side": "left"}]}"#)
        let svg = try product.figure(for: product.assess(presentation), presentation: presentation)
        let parser = XMLCounter()
        #expect(parser.elements(of: svg) > 50)
    }
}

/// Counts elements and fails on anything that is not balanced.
private struct XMLCounter {
    func elements(of text: String) -> Int {
        var open: [Substring] = []
        var count = 0
        for tag in text.matches(of: #/<(\/?)([A-Za-z]+)[^>]*?(\/?)>/#) {
            if tag.1.isEmpty {
                count += 1
                if tag.3.isEmpty { open.append(tag.2) }
            } else if open.popLast() != tag.2 {
                return -1
            }
        }
        return open.isEmpty ? count : -1
    }
}
