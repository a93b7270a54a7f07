import Anatomy
import Foundation
import Knowledge
import Learning

/// The shipped knowledge and pages, read once.
enum Shipped {
    static let loaded = Result { () throws -> (knowledge: KnowledgeBase, base: LearningBase) in
        let knowledge = try KnowledgeBase.load(vocabulary: Vocabulary())
        return (knowledge, try LearningBase(knowledge: knowledge))
    }

    /// The figures that the knowledge states, read once.
    static let figures = Result { () throws -> FigureCheck in
        FigureCheck(knowledge: try KnowledgeDocuments())
    }

    static func pages(site: LearnSite = LearnSite()) throws -> LearnPages {
        let (knowledge, base) = try loaded.get()
        return LearnPages(knowledge: knowledge, base: base, site: site)
    }

    /// Words that stand in names of muscles, which a page cannot replace by easier ones.
    static func muscleWords() throws -> Set<String> {
        let muscles = try loaded.get().knowledge.vocabulary.muscles
        let names = muscles.flatMap { [$0.id.text, $0.latinName] }
        return Set(names.flatMap { $0.lowercased().split { !$0.isLetter } }.map(String.init).filter { $0.count > 3 })
    }

    /// The shipped pages with one file changed.
    static func changing(_ file: String, _ change: (String) -> String) throws -> LearningBase {
        let (knowledge, _) = try loaded.get()
        let shipped = try ResourceFolder.of(target: "Learning")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("learning-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: URL(fileURLWithPath: shipped.path), to: folder)
        let place = folder.appendingPathComponent(file)
        let old = try String(contentsOf: place, encoding: .utf8)
        let new = change(old)
        guard new != old else { throw Unchanged(file: file) }
        try Data(new.utf8).write(to: place)
        return try LearningBase(folder: ResourceFolder(path: folder.path), knowledge: knowledge)
    }

    /// The change of a test did not apply.
    struct Unchanged: Error { let file: String }
}
