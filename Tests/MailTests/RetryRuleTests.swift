import Foundation
import Mail
import Testing

@Suite struct RetryRuleTests {
    @Test func `the waits grow from a minute to hours`() throws {
        let rule = try RetryRule()
        let waits = (1...10).map {
            rule.next(afterTries: $0, at: noon, due: noon, random: 0.5)?.timeIntervalSince(noon)
        }
        #expect(waits == [60, 120, 300, 600, 1800, 3600, 7200, 14_400, 14_400, 14_400])
    }

    @Test func `a letter is given up a day after it was due`() throws {
        let rule = try RetryRule()
        #expect(rule.next(afterTries: 1, at: noon + 86_340, due: noon, random: 0.5) == noon + 86_400)
        #expect(rule.next(afterTries: 1, at: noon + 86_341, due: noon, random: 0.5) == nil)
        var now = noon
        var tries = 0
        while let next = rule.next(afterTries: tries + 1, at: now, due: noon, random: 0.5) {
            now = next
            tries += 1
        }
        #expect(tries == 12)
        #expect(now == noon + 85_680)
    }

    @Test(arguments: [(0.0, 48.0), (0.25, 54), (1, 72), (-5, 48), (7, 72), (.nan, 60)])
    func `a wait varies by a fifth`(random: Double, seconds: Double) throws {
        let next = try #require(try RetryRule().next(afterTries: 1, at: noon, due: noon, random: random))
        #expect(abs(next.timeIntervalSince(noon) - seconds) < 1e-6)
    }

    @Test func `trouble with the server never ends the tries and waits an hour at most`() throws {
        let rule = try RetryRule()
        #expect(rule.nextAfterTrouble(tries: 1, at: noon + 1e6, random: 0.5) == noon + 1e6 + 60)
        #expect(rule.nextAfterTrouble(tries: 900, at: noon, random: 0.5) == noon + 3600)
        #expect(
            [1, 2, 3, 4, 5, 6, 9_999, -1].map { rule.pause(afterTroubles: $0, random: 0.5) } == [
                15, 30, 60, 120, 240, 300, 300, 15,
            ])
    }

    @Test func `an unknown outcome is tried twice more`() throws {
        let rule = try RetryRule()
        #expect(rule.next(afterDoubts: 1, at: noon, random: 0.5) == noon + 1800)
        #expect(rule.next(afterDoubts: 2, at: noon, random: 0.5) == noon + 14_400)
        #expect(rule.next(afterDoubts: 3, at: noon, random: 0.5) == nil)
        #expect(rule.next(afterDoubts: 0, at: noon, random: 0.5) == nil)
    }

    @Test func `a rule that would knock all the time is refused`() {
        #expect(throws: MailError.self) { try RetryRule(delays: []) }
        #expect(throws: MailError.self) { try RetryRule(delays: [0]) }
        #expect(throws: MailError.self) { try RetryRule(doubtDelays: [.nan]) }
        #expect(throws: MailError.self) { try RetryRule(giveUpAfter: 1) }
        #expect(throws: MailError.self) { try RetryRule(jitter: 0.6) }
        #expect(throws: MailError.self) { try RetryRule(firstPause: 0) }
    }

    @Test(arguments: [
        (220, SMTPReply.Kind.positive), (250, .positive), (354, .positive), (421, .temporary), (450, .temporary),
        (451, .temporary), (452, .temporary), (454, .aboutUs), (432, .aboutUs), (500, .aboutUs), (501, .aboutUs),
        (502, .aboutUs), (503, .aboutUs), (504, .aboutUs), (530, .aboutUs), (534, .aboutUs), (535, .aboutUs),
        (538, .aboutUs), (550, .permanent), (551, .permanent), (552, .permanent), (553, .permanent), (554, .permanent),
        (555, .permanent), (0, .other), (199, .other), (600, .other), (-7, .other),
    ])
    func `codes are told apart by what to do next`(code: Int, kind: SMTPReply.Kind) {
        #expect(SMTPReply(code: code, text: "").kind == kind)
    }

    @Test func `an answer is kept in one line without addresses`() throws {
        let reply = try #require(SMTPReply(line: "550 5.1.1 <kim@example.org>:\tno\u{1b}[31m such user\r"))
        #expect(reply.description == "550 5.1.1 (address) no [31m such user")
        #expect(SMTPReply(line: "25") == nil)
        #expect(SMTPReply(line: "2x0 a") == nil)
        #expect(SMTPReply(line: "250")?.description == "250")
        #expect(SMTPReply(code: 1, text: String(repeating: "a", count: 999)).text.count == 200)
    }

    @Test(arguments: [
        "", "a b", "-x.org", "mail.example.org/x", "user@mail.example.org", "1.2.3", "1.2.3.400", "::zz",
        "mail.example.org\r\n",
    ])
    func `a server has a name or a number`(host: String) {
        #expect(throws: MailError.self) { try SMTPServer(host: host, port: 587, security: .startTLS) }
    }

    @Test func `without TLS only this machine is spoken to`() throws {
        for host in ["127.0.0.1", "localhost", "::1"] {
            #expect(try SMTPServer(host: host, port: 25, security: .none).host == host)
        }
        #expect(throws: MailError.self) { try SMTPServer(host: "mail", port: 25, security: .none) }
        #expect(throws: MailError.self) { try SMTPServer(host: "127.0.0.1.example.org", port: 25, security: .none) }
        #expect(try SMTPServer(host: "mail", port: 25, security: .startTLS).host == "mail")
        #expect(throws: MailError.self) { try SMTPServer(host: "mail", port: 0, security: .tls) }
        #expect(throws: MailError.self) { try SMTPServer(host: "mail", port: 1, security: .tls, totalTimeout: 0) }
        #expect(throws: MailError.self) { try SMTPServer(host: "mail", port: 1, security: .tls, ownName: "a/b") }
    }

    @Test func `a password is not shown`() throws {
        let login = SMTPServer.Login(user: "office", password: "s3cret")
        var dumped = ""
        let server = try SMTPServer(host: "mail", port: 587, security: .startTLS, login: login)
        dump(server, to: &dumped)
        let shown = "\(login) \(String(reflecting: login)) \(server) \(String(reflecting: server)) \(dumped)"
        #expect(shown.contains("office"))
        #expect(!shown.contains("s3cret"))
    }
}
