import Anatomy
import Foundation
import Reasoning
import Testing

@Suite struct PalpationModelTests {
    let model = PalpationModel()

    private func nats(_ signs: [String], denied: [String] = []) -> (trigger: Double, knot: Double) {
        let readings = signs.map { (Term.ID($0), true) } + denied.map { (Term.ID($0), false) }
        return model.nats(of: readings).reduce((0, 0)) { ($0.0 + $1.triggerPoint, $0.1 + $1.knot) }
    }

    @Test func `an examiner's accuracy follows from the agreement of two, and back`() {
        // Two readers, each right with chance a: their agreement beyond chance, counted out.
        for kappa in [0.0, 0.31, 0.452, 0.575, 0.676, 0.99] {
            for share in [0.1, 0.25, 0.5, 0.7] {
                let right = PalpationModel.accuracy(ofAgreement: kappa, share: share)
                let agree = right * right + (1 - right) * (1 - right)
                let read = share * right + (1 - share) * (1 - right)
                let chance = read * read + (1 - read) * (1 - read)
                #expect(abs((agree - chance) / (1 - chance) - kappa) < 1e-9)
            }
        }
    }

    @Test func `familiar pain computed by hand`() {
        let tender = (1 + 0.676.squareRoot()) / 2
        let known = (1 + (0.575 / (0.75 + 0.575 * 0.25)).squareRoot()) / 2
        func read(_ share: Double, _ right: Double) -> Double { share * right + (1 - share) * (1 - right) }
        let byHand =
            log(read(0.98, tender) / read(0.40, tender)) + log(read(0.97, known) / read(0.08, known))
        #expect(abs(nats(["familiar_pain"]).trigger - byHand) < 1e-12)
    }

    @Test func `familiar pain weighs more than a taut band, and a taut band more than a twitch of equal share`() {
        #expect(nats(["familiar_pain"]).trigger > 2 * nats(["taut_band"]).trigger)
        #expect(nats(["referred_pain"]).trigger > nats(["local_only"]).trigger)
        #expect(nats(["no_tenderness"]).trigger < -1)
    }

    @Test func `pain that stays speaks for a knot, pain that goes elsewhere for a trigger point`() {
        let stays = nats(["tender_spot", "local_only"])
        let goes = nats(["tender_spot", "referred_pain"])
        #expect(stays.knot > stays.trigger)
        #expect(goes.trigger > goes.knot)
    }

    @Test func `all pressing of one muscle is held to a likelihood ratio of thirty`() {
        let all = nats(["familiar_pain", "referred_pain", "taut_band", "nodule", "local_twitch", "jump_sign"])
        #expect(abs(all.trigger - 3.4) < 1e-9)
    }

    @Test(arguments: PalpationModel.Truth.allCases)
    func `the outcomes of pressing exclude each other and leave nothing out`(truth: PalpationModel.Truth) {
        let chances = model.chances(truth)
        #expect(chances.count == PressedPlace.answers.count)
        #expect(abs(chances.reduce(0, +) - 1) < 1e-12)
        #expect(chances.allSatisfy { $0 > 0 })
    }

    @Test func `each answer weighs what its chances say, within the cap`() {
        let trigger = model.chances(.triggerPoint)
        let other = model.chances(.other)
        for (index, answer) in PressedPlace.answers.enumerated() where answer.name != "tender" {
            let expected = log(trigger[index] / other[index])
            let got = nats(answer.present, denied: answer.denied).trigger
            #expect(abs(got - min(max(expected, -3.4), 3.4)) < 1e-9, "\(answer.name)")
        }
    }

    @Test func `the pooled figures are those of the vocabulary`() throws {
        let vocabulary = try Vocabulary()
        #expect(vocabulary.palpationSign[Term.ID("tender_spot")]?.agreement == model.tender.agreement)
        #expect(vocabulary.palpationSign[Term.ID("familiar_pain")]?.agreement == model.familiar.agreement)
    }
}

@Suite struct PointKindTests {
    @Test(arguments: [
        (["tender_spot"], PointKind.tenderPoint), (["tender_spot", "local_only"], .tenderPoint),
        (["taut_band", "tender_spot", "local_only"], .knot), (["tender_spot", "spreading"], .spreading),
        (["tender_spot", "referred_pain"], .latentTriggerPoint),
        (["taut_band", "referred_pain", "familiar_pain"], .activeTriggerPoint),
        (["familiar_pain", "local_only"], .knot), (["no_tenderness"], .nothing), (["taut_band"], .open),
        (["no_tenderness", "familiar_pain"], .contradictory), (["local_only", "referred_pain"], .contradictory),
    ])
    func `signs make the kind of the consensus`(signs: [String], kind: PointKind) {
        #expect(PointKind(present: Set(signs), denied: []) == kind)
    }

    @Test func `a sign that is found and denied contradicts itself`() {
        #expect(PointKind(present: ["familiar_pain"], denied: ["familiar_pain"]) == .contradictory)
    }
}

@Suite struct ContradictionTests {
    private func presentation(_ texts: [String]) throws -> Presentation {
        let vocabulary = try Vocabulary()
        return Presentation(findings: try texts.flatMap { try Finding.parse($0, vocabulary: vocabulary) })
    }

    @Test(arguments: [
        ["limited:neck/rotation:right", "full:neck/rotation:right"],
        ["test:spurling=positive:right", "test:spurling=negative:right"],
        ["palpation:infraspinatus:no_tenderness:right", "palpation:infraspinatus:familiar_pain:right"],
        ["palpation:infraspinatus:familiar_pain:right", "no:palpation:infraspinatus:familiar_pain:right"],
        ["history:fever", "no:history:fever"], ["reflex:c7:reduced:right", "reflex:c7:normal:right"],
    ])
    func `findings that exclude each other are named, and neither counts`(texts: [String]) throws {
        let told = try presentation(texts)
        #expect(told.contradictions.count == 1)
        #expect(told.consistentFindings.isEmpty)
    }

    @Test(arguments: [
        ["limited:neck/rotation:right", "full:neck/rotation:left"],
        ["palpation:infraspinatus:familiar_pain:right", "palpation:infraspinatus:referred_pain:right"],
        ["limited:neck/rotation:right", "painful:neck/rotation:right"],
    ])
    func `findings that can both be true are left alone`(texts: [String]) throws {
        #expect(try presentation(texts).contradictions.isEmpty)
    }
}
