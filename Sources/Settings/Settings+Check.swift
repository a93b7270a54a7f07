extension Settings {
    /// Refuses combinations that would put records at risk; call before listening.
    ///
    /// - Throws: ``SettingsError`` for one TLS file without the other, for plain HTTP that others can reach without a
    ///   named proxy, for a public address without https, and for one port used twice.
    public func check() throws(SettingsError) {
        if certificate != nil, privateKey == nil { throw .lonely(given: .certificate, missing: .privateKey) }
        if privateKey != nil, certificate == nil { throw .lonely(given: .privateKey, missing: .certificate) }
        if tls == nil, !isLoopback, trustedProxies.isEmpty { throw .plainHTTP(host: host) }
        if let publicURL, !publicURL.isSecure, !publicURL.isLoopback { throw .insecurePublicURL("\(publicURL)") }
        if mail.host != nil, mail.sender == nil { throw .lonely(given: .mailServer, missing: .mailSender) }
        if mail.user != nil, mail.passwordFile == nil { throw .lonely(given: .mailUser, missing: .mailPasswordFile) }
        if metricsPort != 0, metricsPort == port { throw .sharedPort(port) }
    }
}
