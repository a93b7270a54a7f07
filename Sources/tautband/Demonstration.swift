import Access
import Foundation
import Records
import Storage
import Vault

/// A practice with made people, for trying the product out.
struct Demonstration {
    private let runtime: Runtime
    private static let password = "loose shoulders every morning"

    /// Title, muscle, zone and movement of the records that are filled.
    private static let records = [
        "Anna Berger": (
            "Right shoulder", "muscle:infraspinatus", "upper_limb/shoulder/anterior_deltoid", "shoulder/abduction"
        ),
        "Bruno Costa": ("Headache from the neck", "muscle:trapezius", "head/cranium/temple", "neck/rotation"),
    ]

    init(_ runtime: Runtime) { self.runtime = runtime }

    /// Fills the empty store.
    ///
    /// - Returns: What to tell whoever started it.
    func fill() async throws -> String {
        let owner = try await owner(practice: "Demonstration practice", name: "Olive Owner", mail: "owner@demo.example")
        let therapist = try await member(.therapist, "Theo Therapist", "therapist@demo.example", by: owner)
        _ = try await member(.assistant, "Ada Assistant", "assistant@demo.example", by: owner)
        let people = [
            ("Anna Berger", "1979-03-12", "Right shoulder since spring, worse with overhead work."),
            ("Bruno Costa", "1988-11-02", "Headache from the neck, desk work."),
            ("Carla Díaz", "1965-07-24", "Low back after gardening."),
            ("Dmitri Evans", "1992-01-30", "Calf cramps, runner."),
            ("Elif Fischer", "1971-09-09", "Jaw pain, grinds at night."), ("Farid Grant", "1958-05-18", ""),
            ("Greta Hall", "1983-12-05", "Elbow, climbs."), ("Hugo Ito", "1999-04-21", ""),
        ]
        for (index, person) in people.enumerated() {
            let carer = index % 2 == 0 ? therapist : owner
            let client = try Client(
                practice: owner.practice, therapist: carer.id, name: person.0, born: person.1, note: person.2,
                created: Date()
            )
            let key = try IdempotencyKey(name: "demonstration-\(index)", request: Fingerprint.of(person.0))
            let added = try await runtime.store.add(client, key: key, by: Author(carer))
            guard let made = Self.records[person.0] else { continue }
            let record = DemonstrationRecord(
                store: runtime.store, client: added, author: Author(carer), now: Date(), seed: UInt64(index + 7))
            try await record.fill(title: made.0, muscle: made.1, zone: made.2, movement: made.3)
        }
        try await DemonstrationDirectory(store: runtime.store, owner: owner, therapist: therapist, now: Date()).fill()
        return """
            This is a demonstration: all people are made, and everything is gone when it ends.
            Sign in as owner@demo.example, therapist@demo.example or assistant@demo.example, password: \(Self.password)
            """
    }

    /// The first owner of a new installation.
    func owner(practice: String, name: String, mail: String) async throws -> Account {
        guard let link = try await runtime.office.setupLink() else { throw Failure("the practice is set up already") }
        return try await runtime.office.setUp(
            token: link.token, practice: practice, timeZone: "Europe/Berlin", name: name, mail: mail,
            password: Self.password, agent: "demonstration"
        ).account
    }

    private func member(_ role: Role, _ name: String, _ mail: String, by owner: Account) async throws -> Account {
        let link = try await runtime.office.invite(mail: mail, name: name, role: role, by: Author(owner))
        return try await runtime.office.join(
            token: link.token, name: name, password: Self.password, agent: "demonstration"
        ).account
    }
}
