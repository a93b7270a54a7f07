import CCurl

/// A conversation with a mail server through libcurl, whose calls block; used by one thread at a time.
final class SMTPSession {
    // libcurl wants this once before anything else.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let server: SMTPServer
    private var handle: UnsafeMutableRawPointer?

    /// Whether the last letter went over a connection that stood before.
    private(set) var isReused = false

    init(_ server: SMTPServer) {
        self.server = server
        handle = Self.isReady ? curl_easy_init() : nil
    }

    deinit { close() }

    /// Says goodbye to the server and waits for its answer; nothing can be sent afterwards.
    func close() {
        if let handle { curl_easy_cleanup(handle) }
        handle = nil
    }

    /// Sends one letter over the connection that stands, or a new one.
    ///
    /// - Returns: Why it was not sent; `nil` when it was.
    func send(_ mail: ComposedMail, _ exchange: SMTPExchange) -> MailTransportError? {
        guard let handle, let receivers = curl_slist_append(nil, "<\(mail.receiver.address)>") else {
            return .unreachable(reason: "libcurl does not start")
        }
        defer { curl_slist_free_all(receivers) }
        let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { words.deallocate() }
        // Forgets all options and keeps the connection: neither buffer nor exchange is touched by a later goodbye.
        defer { curl_easy_reset(handle) }
        var options = CurlOptions(handle)
        options.buffer(CURLOPT_ERRORBUFFER, words)
        addServer(to: &options)
        options.text(CURLOPT_MAIL_FROM, "<\(mail.sender.address)>")
        options.list(CURLOPT_MAIL_RCPT, receivers)
        options.size(CURLOPT_INFILESIZE_LARGE, curl_off_t(mail.octets.count))
        options.exchange(exchange)
        guard options.isComplete else { return .unreachable(reason: "libcurl lacks what mail needs") }
        let code = withExtendedLifetime(exchange) { curl_easy_perform(handle) }
        isReused = tautband_connections(handle) == 0
        let explanation = String(cString: words)
        return exchange.outcome(
            code, explanation.isEmpty ? String(cString: curl_easy_strerror(code)) : explanation)
    }

    private func addServer(to options: inout CurlOptions) {
        options.text(CURLOPT_URL, server.url)
        options.text(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // No proxy from the environment: letters go where the settings say.
        options.text(CURLOPT_PROXY, "")
        options.long(CURLOPT_NOSIGNAL, 1)
        options.long(CURLOPT_CONNECTTIMEOUT, server.connectTimeout)
        options.long(CURLOPT_TIMEOUT, server.totalTimeout)
        options.long(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.totalTimeout)
        // Seconds for which an unused connection is trusted to stand.
        options.long(CURLOPT_MAXAGE_CONN, 30)
        options.long(CURLOPT_USE_SSL, server.security == .none ? 0 : Int(CURLUSESSL_ALL.rawValue))
        options.long(CURLOPT_SSLVERSION, 6)  // CURL_SSLVERSION_TLSv1_2: that or later
        options.long(CURLOPT_SSL_VERIFYPEER, 1)
        options.long(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities = server.authorities { options.text(CURLOPT_CAINFO, authorities) }
        if let login = server.login {
            options.text(CURLOPT_USERNAME, login.user)
            options.text(CURLOPT_PASSWORD, login.password)
        }
    }
}
