/// A page of the Learn part as its template needs it: texts, truth values and lists, and nothing to compute.
public struct LearnPage: Sendable {
    public struct Link: Sendable {
        public let name: String
        public let href: String
        public let current: Bool
    }

    /// A statement with its mark.
    ///
    /// A statement that rests on the sources of its part has no level of its own.
    public struct Line: Sendable {
        public let text: String
        public let level: String?
        public let meaning: String
        /// Only one work states it.
        public let single: Bool
        public let sources: [Int]
    }

    /// What a part of the page rests on, where its lines name nothing else.
    public struct Mark: Sendable {
        public let level: String?
        public let meaning: String
        public let single: Bool
        public let sources: [Int]
    }

    /// A part of the page with lines.
    public struct Part: Sendable {
        public let id: String
        public let heading: String
        public let mark: Mark?
        public let paragraphs: [Line]
        public let lines: [Line]
        public let hasLines: Bool
        public let steps: [Line]
        public let hasSteps: Bool
        public let note: Line?
    }

    public struct Finding: Sendable {
        public let line: Line
        /// `gain`, `no_difference`, ...: for the style.
        public let outcome: String
        public let outcomeWords: String
        public let certaintyWords: String
    }

    /// The evidence of a condition group.
    public struct Studies: Sendable {
        public let grade: String
        public let letter: String
        public let gradeWords: String
        public let gradeMeaning: String
        public let basis: Line
        public let findings: [Finding]
        public let hasFindings: Bool
        public let missing: Part
    }

    /// When a physician must see it, most urgent first.
    public struct Urgency: Sendable {
        public let heading: String
        /// `emergency`, `urgent`, `routine`.
        public let kind: String
        public let lines: [Line]
    }

    public struct Physician: Sendable {
        public let mark: Mark?
        public let groups: [Urgency]
    }

    public struct MuscleLine: Sendable {
        public let name: String
        /// The everyday name, where it is another one.
        public let plainName: String?
        public let href: String
        public let pressHref: String
        public let line: Line
    }

    /// How to press and lengthen a muscle alone, from its card.
    public struct MuscleCare: Sendable {
        public let name: String
        public let href: String
        public let pressure: Line?
        public let lengthen: Line?
        public let caution: [Line]
        public let hasCaution: Bool
    }

    public struct Muscles: Sendable {
        public let mark: Mark?
        public let lines: [MuscleLine]
        public let charts: [LearnChart]
    }

    public struct Care: Sendable {
        public let part: Part
        public let muscles: [MuscleCare]
        public let hasMuscles: Bool
    }

    public struct QuestionLine: Sendable {
        public let id: String
        public let question: String
        public let answer: [Line]
    }

    public struct Source: Sendable {
        public let number: Int
        public let line: String
        public let address: String?
        /// How far it was read, in words.
        public let read: String
    }

    public struct ConditionTile: Sendable {
        public let name: String
        public let href: String
        public let grade: String
        public let letter: String
        public let gradeWords: String
        public let teaser: String
    }

    /// The rules of the safety gate of one urgency.
    public struct Gate: Sendable {
        public let heading: String
        public let kind: String
        public let titles: [String]
    }

    public let frame: LearnFrame
    public let title: String
    public let heading: String
    public let description: String
    public let slug: String
    public let canonical: String?
    public let structuredData: String
    public let isCondition: Bool
    public let summary: [Line]
    public let summaryMark: Mark?
    public let physician: Physician?
    public let benefit: Part?
    public let studies: Studies?
    public let can: Part?
    public let cannot: Part?
    public let muscles: Muscles?
    public let care: Care?
    public let parts: [Part]
    public let press: PressBlock?
    public let model: ModelBlock?
    public let tiles: [ConditionTile]
    public let hasTiles: Bool
    public let gate: [Gate]
    public let hasGate: Bool
    public let questions: [QuestionLine]
    public let hasQuestions: Bool
    public let related: [Link]
    public let hasRelated: Bool
    public let jumps: [Link]
    public let sources: [Source]
    public let reviewed: String
    public let reviewedWords: String
    public let author: String
    /// Where an error can be told; `nil` where the site names no address.
    public let reportHref: String?
}

/// What stands around every page of the Learn part.
public struct LearnFrame: Sendable {
    public let menu: [LearnPage.Link]
    public let drawHref: String
    public let findHref: String
    public let learnHref: String
    /// The version of the knowledge.
    public let version: String
}

/// A picture that the browser fetches by its address.
public struct LearnChart: Sendable {
    public let src: String
    /// What it shows, for people who do not see it.
    public let alt: String
    public let caption: String
}

/// A picture that stands in the page itself, because it holds links.
public struct LearnMap: Sendable {
    /// An `svg` element.
    public let svg: String
    public let caption: String

    public init(svg: String, caption: String) {
        self.svg = svg
        self.caption = caption
    }
}

/// The block in which a reader presses a muscle and sees where it sends pain.
public struct PressBlock: Sendable {
    public struct Muscle: Sendable {
        public let id: String
        public let name: String
        public let plainName: String?
        public let href: String
        public let current: Bool
    }

    public struct Group: Sendable {
        public let name: String
        public let muscles: [Muscle]
    }

    /// The muscle that was pressed.
    public struct Chosen: Sendable {
        public let name: String
        public let plainName: String?
        public let href: String
        /// Where it sends pain, in words.
        public let usual: String
        public let sometimes: String?
        public let chart: LearnChart
        /// The level of the weakest statement; its sources stand beside it, since the block is also fetched alone.
        public let mark: LearnPage.Mark
        public let rests: [LearnPage.Source]
    }

    public let action: String
    public let groups: [Group]
    /// Every muscle that has a card, by name.
    public let all: [Muscle]
    public let map: [LearnMap]
    public let hasMap: Bool
    public let chosen: Chosen?
    /// A name that was asked for and is no muscle.
    public let unknown: String?
}

/// Draws the body on which muscles are pressed; the product does it with its body chart.
public protocol LearnMaps: Sendable {
    /// The body with one mark per muscle, each of which is a link.
    func map(of muscles: [PressBlock.Muscle]) -> [LearnMap]
}

/// Draws no body; the list of muscles does all that the map does.
public struct NoMaps: LearnMaps {
    public init() {}

    public func map(of muscles: [PressBlock.Muscle]) -> [LearnMap] { [] }
}
