import Foundation
import Mail
import Testing

/// Against a server on loopback that says whatever the test wants.
@Suite(.serialized, .enabled(if: TestTools.python != nil, TestTools.reason))
struct SMTPConversationTests {
    /// What a try comes to.
    enum Outcome: String, Sendable {
        case sent, temporary, permanent, unreachable, untrusted, refusedUs, unknown, cancelled

        init(_ error: MailTransportError?) {
            self =
                switch error {
                case nil: .sent
                case .temporary: .temporary
                case .permanent: .permanent
                case .unreachable: .unreachable
                case .untrusted: .untrusted
                case .refusedUs: .refusedUs
                case .unknownOutcome: .unknown
                case .cancelled: .cancelled
                }
        }
    }

    /// The answers up to the letter itself: greeting, EHLO, MAIL, RCPT, DATA.
    private static let untilLetter = ["220 a\r\n", "250 b\r\n", "250 c\r\n", "250 d\r\n", "354 e\r\n"]

    private static func ending(_ answer: String) -> [String] { untilLetter + [answer] }

    private static func instead(_ place: Int, _ answer: String) -> [String] { untilLetter.prefix(place) + [answer] }

    @Test(arguments: [
        (ending("250 ok\r\n"), Outcome.sent), (ending("250-a\r\n250 b\r\n"), .sent), (ending("250\r\n"), .sent),
        (ending("452 full\r\n"), .temporary), (ending("554 no\r\n"), .permanent),
        (ending("550-a\r\n550 b\r\n"), .permanent),
        (ending("999 what\r\n"), .unknown), (ending("what\r\n"), .unknown), (ending("25\r\n"), .unknown),
        (ending("\r\n\r\n"), .unknown), (ending("250-never the last\r\n"), .unknown), (ending(""), .unknown),
        (ending("250 no end of line"), .unknown), (ending("\0\u{ff}\u{fe}\r\n"), .unknown),
        (untilLetter, .unknown),
        (instead(4, "451 later\r\n"), .temporary), (instead(4, "554 no\r\n"), .permanent),
        (instead(3, "450 later\r\n"), .temporary), (instead(3, "550 unknown\r\n"), .permanent),
        (instead(3, "421 closing\r\n"), .temporary), (instead(3, ""), .unreachable),
        (instead(2, "552 too big\r\n"), .permanent), (instead(2, "530 log in\r\n"), .refusedUs),
        (instead(2, "503 order\r\n"), .refusedUs), (instead(2, "452 later\r\n"), .temporary),
        (instead(1, "502 what\r\n"), .unreachable), (instead(1, "250-a\r\n"), .unreachable),
        (instead(0, "554 go away\r\n"), .refusedUs), (instead(0, "421 busy\r\n"), .unreachable),
        (instead(0, "HTTP/1.1 400 Bad Request\r\n\r\n"), .unreachable), (instead(0, ""), .unreachable),
        (instead(0, String(repeating: "220-", count: 20_000)), .unreachable),
    ])
    func `an outcome is what the server said, and nothing else`(script: [String], outcome: Outcome) async throws {
        try await withPostOffice(trouble: ["script": script]) { office in
            let transport = try office.transport(totalTimeout: 2)
            let error = await failure(transport, try letter())
            #expect(Outcome(error) == outcome, "\(String(describing: error))")
        }
    }
}
