import Foundation
import Mail
import Testing

/// Against a real server on loopback.
@Suite(.serialized, .enabled(if: TestTools.python != nil, TestTools.reason))
struct SMTPTransportTests {
    private let login = SMTPServer.Login(user: "office", password: "päss \"w0rd\\")

    @Test func `letters arrive octet by octet over one connection`() async throws {
        try await withPostOffice { office in
            let transport = try office.transport()
            for number in 1...3 { try await transport.send(try letter(number)) }
            let kept = try office.letters()
            #expect(kept.map(\.octets) == (try (1...3).map { try letter($0).octets }))
            #expect(kept.map(\.connection) == [1, 1, 1])
            #expect(kept[0].from == "office@tautband.example")
            #expect(kept[0].to == ["kim@example.org"])
            #expect(kept[0].name == "tautband.example")
            #expect(!kept[0].tls)
        }
    }

    @Test func `dots, long lines and other scripts survive`() async throws {
        let dots = [".", "..", ".leading", "a", ".\r.\n.", "", "."].joined(separator: "\r\n")
        let texts = [
            dots, String(repeating: "x", count: 5000), "Grüße aus Kärnten – Το ραντεβού σας 予約 💆‍♀️\n",
            String(repeating: "From here.\n. \n", count: 3000), ".", "\n", "MAIL FROM:<a@b.c>\r\nQUIT\r\n.\r\n",
        ]
        try await withPostOffice { office in
            let transport = try office.transport()
            let mails = try texts.enumerated().map { try letter($0, text: $1) }
            for mail in mails { try await transport.send(mail) }
            #expect(try office.letters().map(\.octets) == mails.map(\.octets))
            // Octets that no composer of ours writes, but the transport must carry: lines of dots.
            let raw = try ComposedMail(
                id: mails[0].id, sender: mails[0].sender, receiver: mails[0].receiver,
                octets: Array("Subject: a\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\n".utf8))
            try await transport.send(raw)
            #expect(try office.letters().last?.octets == raw.octets)
        }
    }

    /// A letter with a file of so many octets.
    private func heavy(_ count: Int) throws -> ComposedMail {
        var random = SeededRandom(seed: 5)
        let content = (0..<count / 8).flatMap { _ in withUnsafeBytes(of: random.next(), Array.init) }
        return try MailComposer.compose(
            MailMessage(
                id: MessageID(unique: "big", host: "tautband.example"), from: MailAddress("a@example.org"),
                to: MailAddress("b@example.org"), subject: "Big", text: "See the file.",
                attachments: [MailAttachment(fileName: "a.bin", type: "application/octet-stream", content: content)],
                date: noon, zone: zone("Etc/UTC")))
    }

    @Test func `a letter of megabytes arrives`() async throws {
        let mail = try heavy(3_000_000)
        try await withPostOffice { office in
            try await office.transport().send(mail)
            #expect(try office.letters().map(\.octets) == [mail.octets])
        }
    }

    @Test func `TLS asked for after the greeting holds only with a known authority and the right name`() async throws {
        try await withFolder { folder in
            let certificates = try await Certificates(folder)
            let mail = try letter()
            try await withPostOffice(tls: "starttls", certificate: certificates) { office in
                try await office.transport(.startTLS, authorities: certificates.authority).send(mail)
                let unknown = await failure(try office.transport(.startTLS), mail)
                let misnamed = await failure(
                    try office.transport(.startTLS, host: "localhost", authorities: certificates.authority), mail)
                let noFile = await failure(try office.transport(.startTLS, authorities: "/nowhere.pem"), mail)
                for error in [unknown, misnamed, noFile] {
                    #expect({ if case .untrusted? = error { true } else { false } }(), "\(String(describing: error))")
                }
                let kept = try office.letters()
                #expect(kept.map(\.tls) == [true])
            }
        }
    }

    @Test func `TLS from the first octet holds only with a known authority`() async throws {
        try await withFolder { folder in
            let certificates = try await Certificates(folder)
            try await withPostOffice(tls: "implicit", certificate: certificates) { office in
                try await office.transport(.tls, authorities: certificates.authority).send(try letter())
                let error = await failure(try office.transport(.tls), try letter())
                #expect({ if case .untrusted? = error { true } else { false } }(), "\(String(describing: error))")
                #expect(try office.letters().count == 1)
            }
        }
    }

    @Test func `a server without TLS gets nothing where TLS is asked for`() async throws {
        try await withPostOffice { office in
            let error = await failure(try office.transport(.startTLS), try letter())
            #expect({ if case .untrusted? = error { true } else { false } }(), "\(String(describing: error))")
            #expect(try office.letters().isEmpty)
        }
    }

    @Test func `a login opens the door, a wrong one and none do not`() async throws {
        try await withFolder { folder in
            let certificates = try await Certificates(folder)
            try await withPostOffice(tls: "starttls", certificate: certificates, login: login) { office in
                let authorities = certificates.authority
                try await office.transport(.startTLS, login: login, authorities: authorities).send(try letter())
                let wrong = SMTPServer.Login(user: "office", password: "guess")
                let refused = await failure(
                    try office.transport(.startTLS, login: wrong, authorities: authorities), try letter())
                let nobody = await failure(try office.transport(.startTLS, authorities: authorities), try letter())
                for (error, code) in [(refused, 535), (nobody, 530)] {
                    guard case .refusedUs(let reply)? = error else {
                        Issue.record("\(String(describing: error))")
                        continue
                    }
                    #expect(reply.code == code)
                    #expect(!reply.text.contains("guess"))
                }
                #expect(try office.letters().map(\.login) == [true])
            }
        }
    }

    @Test func `a server that asks to come back takes the letter later`() async throws {
        try await withPostOffice(trouble: ["greylist": 2]) { office in
            let outbox = MemoryOutbox()
            await outbox.add(try letter(), due: noon)
            let clock = HandClock()
            let worker = OutboxWorker(
                outbox: outbox, transport: try office.transport(), rule: try RetryRule(), limits: try .init(),
                clock: clock, random: { 0.5 })
            for wait in [0.0, 60, 120] {
                try await clock.sleep(seconds: wait)
                try await worker.round()
            }
            #expect(await outbox.sent == 1)
            let failure = OutboxFailure(kind: .temporary, code: 450, text: "4.2.0 (address) come back later")
            #expect(await outbox.failures(of: try letter().id) == [failure, failure])
            #expect(try office.letters().map(\.octets) == [try letter().octets])
        }
    }

    @Test func `a receiver that does not exist is refused for good, and the next letter goes out`() async throws {
        try await withPostOffice(trouble: ["refuse": ["nobody@example.org"]]) { office in
            let transport = try office.transport()
            let error = await failure(transport, try letter(1, to: "nobody@example.org"))
            #expect(error == .permanent(SMTPReply(code: 550, text: "5.1.1 (address) here")))
            #expect(await failure(transport, try letter(2)) == nil)
            #expect(try office.letters().count == 1)
        }
    }

    @Test func `a refusal after the end of the letter is not taken for its acceptance`() async throws {
        try await withPostOffice(trouble: ["content": true]) { office in
            let error = await failure(try office.transport(), try letter())
            #expect(error == .permanent(SMTPReply(code: 554, text: "5.6.0 not in this form")))
        }
    }

    @Test func `a server that is closing is trouble with the server`() async throws {
        try await withPostOffice(trouble: ["closing": true]) { office in
            let error = await failure(try office.transport(), try letter())
            #expect(error == .temporary(SMTPReply(code: 421, text: "4.3.2 going down")))
            #expect(error?.isAboutServer == true)
        }
    }

    @Test func `a connection that breaks in the middle of a letter leaves no doubt`() async throws {
        try await withPostOffice(trouble: ["cut": 1]) { office in
            let transport = try office.transport()
            // More than the buffers of the system take: otherwise all of it is handed over before the break shows.
            let mail = try heavy(10_000_000)
            let error = await failure(transport, mail)
            #expect({ if case .unreachable? = error { true } else { false } }(), "\(String(describing: error))")
            try await transport.send(mail)
            #expect(try office.letters().map(\.octets) == [mail.octets])
        }
    }

    @Test func `a connection that breaks before the answer leaves the outcome unknown`() async throws {
        try await withPostOffice(trouble: ["drop": 1]) { office in
            let outbox = MemoryOutbox()
            await outbox.add(try letter(), due: noon)
            let clock = HandClock()
            let worker = OutboxWorker(
                outbox: outbox, transport: try office.transport(), rule: try RetryRule(), limits: try .init(),
                clock: clock, random: { 0.5 })
            try await worker.round()
            #expect(await outbox.failures(of: try letter().id).map(\.kind) == [.unknownOutcome])
            try await clock.sleep(seconds: 1799)
            #expect(try await worker.round().claimed == 0)
            try await clock.sleep(seconds: 1)
            #expect(try await worker.round().sent == 1)
            // This server had kept it: the copy is the same to the octet, with the same Message-ID.
            #expect(try office.letters().map(\.octets) == [try letter().octets, try letter().octets])
        }
    }

    @Test func `a server that never answers ends with the timeout or the task, in doubt`() async throws {
        try await withPostOffice(trouble: ["hang": true]) { office in
            let slow = await failure(try office.transport(totalTimeout: 1), try letter(1))
            #expect({ if case .unknownOutcome? = slow { true } else { false } }(), "\(String(describing: slow))")
            let transport = try office.transport(totalTimeout: 600)
            let task = Task { await failure(transport, try letter(2)) }
            while try office.letters().count < 2 { await Task.yield() }
            task.cancel()
            let cancelled = try await task.value
            #expect(
                { if case .unknownOutcome? = cancelled { true } else { false } }(), "\(String(describing: cancelled))")
        }
    }

    @Test func `a task that is cancelled before sends nothing`() async throws {
        try await withPostOffice { office in
            let transport = try office.transport()
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await failure(transport, try letter())
            }
            task.cancel()
            #expect(try await task.value == .cancelled)
            #expect(try office.letters().isEmpty)
        }
    }

    @Test func `a server that closes each connection after a letter gets each letter once`() async throws {
        try await withPostOffice(trouble: ["brief": true]) { office in
            let transport = try office.transport()
            for number in 1...40 {
                #expect(await failure(transport, try letter(number)) == nil)
                // Now and then time enough for the server to close.
                if number.isMultiple(of: 4) { try await transport.send(try letter(1000 + number)) }
            }
            let kept = try office.letters().map(\.octets)
            #expect(kept.count == 50)
            #expect(Set(kept).count == 50)
        }
    }

    @Test func `nobody at the port is told from a refusal`() async throws {
        let port = try await withPostOffice { $0.port }
        let transport = SMTPTransport(try SMTPServer(host: "127.0.0.1", port: port, security: .none))
        let error = await failure(transport, try letter())
        #expect({ if case .unreachable? = error { true } else { false } }(), "\(String(describing: error))")
    }

    @Test func `ten minutes without a server lose none of 200 letters and double none`() async throws {
        try await withFolder { folder in
            let first = try await PostOffice.open(folder)
            let port = first.port
            let outbox = MemoryOutbox()
            for number in 1...200 { await outbox.add(try letter(number), due: noon) }
            let clock = HandClock()
            func worker() throws -> OutboxWorker {
                let server = try SMTPServer(host: "127.0.0.1", port: port, security: .none)
                return OutboxWorker(
                    outbox: outbox, transport: SMTPTransport(server), rule: try RetryRule(), limits: try .init(),
                    clock: clock, random: { 0.5 })
            }
            let workers = [try worker(), try worker()]
            for worker in workers { #expect(try await worker.round().sent == 20) }
            await first.close()
            let down = clock.now
            while clock.now < down + 600 {
                for worker in workers { #expect(try await worker.round().sent == 0) }
                try await clock.sleep(seconds: 15)
            }
            #expect(await outbox.open == 160)
            let second = try await PostOffice.open(folder, port: port)
            for _ in 0..<500 where await outbox.open > 0 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for worker in workers { group.addTask { try await worker.round() } }
                    try await group.waitForAll()
                }
                try await clock.sleep(seconds: 15)
            }
            let kept = try second.letters().map(\.octets)
            await second.close()
            #expect(kept.count == 200)
            #expect(Set(kept) == Set(try (1...200).map { try letter($0).octets }))
            #expect(await outbox.givenUp == 0)
        }
    }
}
