public import Foundation

extension SmartLinks {
    /// The entry of a publication: where its files are.
    public struct Manifest: Codable, Hashable, Sendable {
        /// When the data were published.
        public let transactionTime: Moment

        /// The full address of the manifest itself, which ends in `$bulk-publish`.
        public let request: String

        /// The files.
        public let output: [Output]

        /// Always empty; the format asks for it.
        public let error: [Output]

        /// A file of the publication.
        public struct Output: Codable, Hashable, Sendable {
            /// What its lines are.
            public let type: Kind

            /// Its full address.
            public let url: String

            /// A hint about the region.
            public let `extension`: Region?

            /// A file; `states` are abbreviations of states or jurisdictions that it is about, empty for no hint.
            ///
            /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `url` is not a full web address.
            public init(type: Kind, url: String, states: [String] = []) throws(SchedulingError) {
                self.type = type
                self.url = try SmartLinks.checkedLink(url, "url")
                self.extension = states.isEmpty ? nil : Region(state: states)
            }
        }

        /// The region that a file is about.
        public struct Region: Codable, Hashable, Sendable {
            /// Abbreviations of states or jurisdictions.
            public let state: [String]
        }

        /// Creates a manifest.
        ///
        /// - Parameters:
        ///   - transactionTime: When the data last changed. With the moment of the request instead, the bytes and so
        ///     the ETag would change at each request.
        ///   - request: The full address of the manifest.
        ///   - output: The files.
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `request` is not a full web address that
        ///   ends in `$bulk-publish`.
        public init(transactionTime: Moment, request: String, output: [Output]) throws(SchedulingError) {
            self.transactionTime = transactionTime
            self.request = try SmartLinks.checkedLink(request, "request")
            guard request.hasSuffix("$bulk-publish") else {
                throw .invalid(field: "request", value: request, reason: "does not end in $bulk-publish")
            }
            self.output = output
            error = []
        }

        /// The manifest as JSON, the same bytes for the same values.
        public var file: Data {
            // Strings, moments and arrays of them: nothing that can fail.
            (try? SmartLinks.encoder().encode(self)) ?? Data()
        }
    }
}
