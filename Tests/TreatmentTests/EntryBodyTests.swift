import Foundation
import Records
import Testing

@Suite struct EntryBodyTests {
    @Test(
        arguments: [
            (EntryBody.Kind.visit, #"{"started":1e300,"zone":"UTC"}"#),
            (.visit, #"{"started":-5,"zone":"UTC"}"#), (.visit, #"{"started":0,"zone":"Mars"}"#),
            (.visit, #"{"zone":"UTC"}"#), (.visit, "[]"), (.visit, ""),
            (.diary, #"{"day":"2026-02-30","exposures":{},"text":""}"#),
            (.diary, #"{"day":"2026-02-03","pain":10.1,"exposures":{},"text":""}"#),
            (.diary, #"{"day":"2026-02-03","exposures":{"A b":1},"text":""}"#),
            (.measurement, #"{"measure":"pain","phase":"before","target":"x","side":"up","values":[1],"labels":[]}"#),
            (.measurement, #"{"measure":"peg","phase":"before","target":"","side":"","values":[1],"labels":[]}"#),
            (
                .hold,
                #"{"source":"muscle:soleus","side":"left","point":1,"technique":"tool","low":1,"high":2,"moments":[{"id":"1","kind":"start","at":1,"isClient":false}]}"#
            ),
            (.note, #"{"part":"summary","text":""}"#),
        ])
    func `a body that is missing something or out of range is refused with its field`(
        _ kind: EntryBody.Kind, _ json: String
    ) {
        #expect(throws: RecordsError.self) { try EntryBody(kind, json: Data(json.utf8)) }
    }

    @Test func `a body reads back as it was written`() throws {
        let start = Date(timeIntervalSince1970: 1_790_000_000.123)
        let hold = PressureHold(
            source: "muscle:soleus", side: "left", pressure: 5,
            moments: [.init(kind: .start, at: start), .init(kind: .end, at: start.addingTimeInterval(61.5))])
        let body = EntryBody.hold(hold)
        let read = try EntryBody(.hold, json: body.json())
        #expect(try read.json() == body.json())
        guard case .hold(let again) = read else { return }
        #expect(again.seconds.map { abs($0 - 61.5) < 0.001 } == true)
    }

    @Test func `merging holds is the same in either order, and again`() {
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        let one = PressureHold(source: "muscle:soleus", side: "left", moments: [.init(kind: .start, at: start)])
        var two = one
        two.moments = [.init(kind: .more, at: start.addingTimeInterval(3), isClient: true)]
        #expect(one.merged(with: two).moments == two.merged(with: one).moments)
        #expect(one.merged(with: two).merged(with: two).moments == one.merged(with: two).moments)
    }
}
