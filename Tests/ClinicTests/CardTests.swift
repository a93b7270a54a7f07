import Anatomy
import Clinic
import Figures
import Foundation
import Knowledge
import Testing

@Suite struct CardTests {
    let knowledge: KnowledgeBase
    let builder: CardBuilder

    init() throws {
        knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
        builder = CardBuilder(wording: Wording(knowledge: knowledge))
    }

    @Test func `every subject has a card whose sources are numbered and whose links lead to cards`() throws {
        for id in builder.identifiers {
            let card = try #require(builder.card(id), "\(id)")
            #expect(!card.title.isEmpty && !card.sections.isEmpty, "\(id)")
            for line in card.sections.flatMap(\.lines) {
                #expect(line.sources.allSatisfy { (1...card.citations.count).contains($0) }, "\(id)")
                if let link = line.link { #expect(builder.card(link) != nil, "\(id) links to \(link)") }
                if line.level != nil { #expect(!line.sources.isEmpty, "\(id): \(line.text)") }
            }
        }
    }

    @Test func `a card is found by its bare name, its full name and its short nerve name`() {
        #expect(builder.card("infraspinatus")?.id == "muscle:infraspinatus")
        #expect(builder.card("nerve:median")?.id == "nerve:nerve/median")
        #expect(builder.card("condition:tmj")?.kind == "condition")
        #expect(builder.card("spurling")?.id == "test:spurling")
        #expect(builder.card("no_such_thing") == nil)
    }

    @Test func `the text of a muscle card holds what the hands need, with levels`() throws {
        let text = CardText(try #require(builder.card("infraspinatus"))).text()
        for heading in ["HOW TO FIND IT", "DO NOT PRESS", "HOLD", "LENGTHEN IT", "AT HOME", "SOURCES"] {
            #expect(text.contains(heading))
        }
        #expect(text.contains("60 to 90"))
        #expect(text.contains("tradition"))
    }

    @Test func `editions of one book are one source`() throws {
        let card = try #require(builder.card("infraspinatus"))
        let point = try #require(card.sections.first { $0.id == "points-upper" }?.lines.first)
        #expect(point.sources.count == 2)
        #expect(point.isSingleSource)
    }

    @Test func `every muscle has a close-up and a field`() throws {
        let surface = try BodySurface(vocabulary: knowledge.vocabulary)
        let chart = BodyChart(library: try ChartLibrary(), vocabulary: knowledge.vocabulary)
        let figure = SourceFigure(chart: chart, surface: surface)
        for source in knowledge.sources where source.id.kind == .muscle {
            let layers = figure.layers(of: source, side: source.laterality == .midline ? .midline : .right)
            #expect(!layers.muscles.isEmpty, "\(source.id) has no shape")
            #expect(figure.closeUp(of: layers) != nil, "\(source.id) has no close-up")
            #expect(!figure.fieldPanels(of: layers).isEmpty)
        }
    }
}

@Suite struct ExportTests {
    @Test func `tables have as many cells a row as columns, and hold every point and citation`() throws {
        let knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
        let export = KnowledgeExport(knowledge: knowledge, documents: try KnowledgeDocuments())
        let files = Dictionary(uniqueKeysWithValues: try export.files(.csv).map { ($0.name, $0.data) })
        for (name, data) in files where name.hasSuffix(".csv") {
            let rows = parsed(String(decoding: data, as: UTF8.self))
            #expect(rows.count > 1, "\(name)")
            #expect(rows.allSatisfy { $0.count == rows[0].count }, "\(name)")
        }
        let points = parsed(String(decoding: try #require(files["trigger_points.csv"]), as: UTF8.self))
        #expect(points.count - 1 == knowledge.triggerPointCount)
        #expect(files["LICENSE.txt"].map { String(decoding: $0, as: UTF8.self).contains("CC BY 4.0") } == true)
        #expect(files["SCHEMA.md"].map { String(decoding: $0, as: UTF8.self).contains("witnesses") } == true)
    }

    @Test func `the JSON holds every document as its author wrote it`() throws {
        let knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
        let export = KnowledgeExport(knowledge: knowledge, documents: try KnowledgeDocuments())
        let object = try JSONSerialization.jsonObject(with: export.json()) as? [String: Any]
        let documents = try #require(object?["documents"] as? [String: Any])
        let card = try #require(documents["muscles/infraspinatus"] as? [String: Any])
        #expect(card["id"] as? String == "infraspinatus")
        #expect(documents.keys.count { $0.hasPrefix("muscles/") } == 171)
        #expect(object?["licence"] as? String == "CC-BY-4.0")
    }

    /// RFC 4180, read by other code than wrote it.
    private func parsed(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted {
                if byte == 0x22, index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                    cell.append(0x22)
                    index += 1
                } else if byte == 0x22 {
                    isQuoted = false
                } else {
                    cell.append(byte)
                }
            } else if byte == 0x22 {
                isQuoted = true
            } else if byte == 0x2c || byte == 0x0a {
                row.append(String(decoding: cell, as: UTF8.self))
                cell = []
                if byte == 0x0a {
                    rows.append(row)
                    row = []
                }
            } else if byte != 0x0d {
                cell.append(byte)
            }
            index += 1
        }
        return rows
    }
}
