import CCurl

/// Sets options of libcurl and remembers whether all were accepted.
struct CurlOptions {
    private let handle: UnsafeMutableRawPointer

    /// Whether each option so far was accepted.
    private(set) var isComplete = true

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    mutating func long(_ option: CURLoption, _ value: Int) { note(tautband_set_long(handle, option, value)) }

    mutating func size(_ option: CURLoption, _ value: curl_off_t) { note(tautband_set_size(handle, option, value)) }

    /// A text, which libcurl copies.
    mutating func text(_ option: CURLoption, _ value: String) { note(tautband_set_text(handle, option, value)) }

    mutating func list(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>) {
        note(tautband_set_list(handle, option, value))
    }

    mutating func buffer(_ option: CURLoption, _ value: UnsafeMutablePointer<CChar>) {
        note(tautband_set_buffer(handle, option, value))
    }

    /// Lets an exchange give the letter and hear what is said; it must outlive the transfer.
    mutating func exchange(_ exchange: SMTPExchange) {
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        long(CURLOPT_UPLOAD, 1)
        note(
            tautband_set_transfer(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                return CurlOptions.exchange(context).read(
                    into: UnsafeMutableBufferPointer(start: bytes, count: size.multipliedReportingOverflow(by: count).0)
                )
            })
        note(tautband_set_context(handle, CURLOPT_READDATA, context))
        // What is said comes as trace. With a function of ours nothing is printed.
        long(CURLOPT_VERBOSE, 1)
        note(
            tautband_set_trace(handle) { _, kind, bytes, count, context in
                guard let bytes, let context else { return 0 }
                let octets = UnsafeBufferPointer(start: UnsafePointer(bytes), count: count)
                switch kind {
                case CURLINFO_HEADER_IN: CurlOptions.exchange(context).note(answer: octets)
                case CURLINFO_HEADER_OUT: CurlOptions.exchange(context).note(command: octets)
                default: break
                }
                return 0
            })
        note(tautband_set_context(handle, CURLOPT_DEBUGDATA, context))
        // Without this, libcurl would print lines that belong to no answer.
        note(
            tautband_set_transfer(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in
                size.multipliedReportingOverflow(by: count).0
            })
        long(CURLOPT_NOPROGRESS, 0)
        note(
            tautband_set_progress(handle) { context, _, _, _, _ in
                guard let context else { return 0 }
                return CurlOptions.exchange(context).isCancelled ? 1 : 0
            })
        note(tautband_set_context(handle, CURLOPT_XFERINFODATA, context))
    }

    private static func exchange(_ context: UnsafeMutableRawPointer) -> SMTPExchange {
        Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue()
    }

    private mutating func note(_ code: CURLcode) { if code != CURLE_OK { isComplete = false } }
}
