import CCurl

/// Why a sending failed before the letter was complete.
enum SMTPFailure {
    /// The error for a code of the library.
    ///
    /// - Parameters:
    ///   - code: The library's code.
    ///   - words: Its explanation.
    ///   - stage: The last command of ours.
    ///   - reply: The server's answer to it; `nil` when none came.
    /// - Returns: The error; never one that says the outcome is unknown, because without its end no server takes a
    ///   letter (RFC 5321, section 4.1.1.4).
    static func beforeData(
        _ code: CURLcode, _ words: String, stage: SMTPStage, reply: SMTPReply?
    ) -> MailTransportError {
        if isAboutTrust(code) { return .untrusted(reason: words) }
        guard let reply, reply.kind != .positive, reply.kind != .other else {
            if code == CURLE_LOGIN_DENIED {
                return .refusedUs(reply ?? SMTPReply(code: 535, text: "no way to log in"))
            }
            return .unreachable(reason: words)
        }
        if stage == .greeting || stage == .entrance || reply.kind == .aboutUs {
            return reply.kind == .temporary ? .unreachable(reason: reply.description) : .refusedUs(reply)
        }
        return reply.kind == .temporary ? .temporary(reply) : .permanent(reply)
    }

    private static func isAboutTrust(_ code: CURLcode) -> Bool {
        let codes = [
            CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
        ]
        return codes.contains(code)
    }
}
