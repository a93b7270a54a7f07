extension SmartLinks {
    /// A service offered at a place.
    public struct Schedule: Resource {
        /// The kind of the resource.
        public static let kind = Kind.schedule

        /// Always `Schedule`.
        public let resourceType: Kind

        /// The identifier within its kind.
        public let id: String

        /// What is offered.
        public let serviceType: [Concept]

        /// The place, as the only entry.
        public let actor: [Reference]

        /// Creates the schedule of a service at a place.
        ///
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when an identifier is not 1 to 64 letters, digits,
        ///   `-` and `.`, or without a service.
        public init(id: String, serviceType: [Concept], location: String) throws(SchedulingError) {
            resourceType = Self.kind
            self.id = try SmartLinks.checkedID(id)
            guard !serviceType.isEmpty else { throw .invalid(field: "serviceType", value: "", reason: "is empty") }
            self.serviceType = serviceType
            actor = [Reference(reference: "Location/" + (try SmartLinks.checkedID(location, "location")))]
        }
    }

    /// A pointer to another resource.
    public struct Reference: Codable, Hashable, Sendable {
        /// The kind and the identifier, such as `Location/123`.
        public let reference: String
    }

    /// A concept with its names in systems of codes.
    public struct Concept: Codable, Hashable, Sendable {
        /// The codes; `nil` for none.
        public let coding: [Coding]?

        /// The concept in words.
        public let text: String?

        /// Creates a concept.
        ///
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` without a code and without words.
        public init(coding: [Coding] = [], text: String? = nil) throws(SchedulingError) {
            guard !coding.isEmpty || text != nil else {
                throw .invalid(field: "coding", value: "", reason: "is empty, and so is the text")
            }
            self.coding = coding.isEmpty ? nil : coding
            self.text = text
        }
    }

    /// A code.
    public struct Coding: Codable, Hashable, Sendable {
        /// The address of the system of codes.
        public let system: String

        /// The code itself.
        public let code: String

        /// The code in words.
        public let display: String?

        /// A code of a system.
        public init(system: String, code: String, display: String? = nil) {
            self.system = system
            self.code = code
            self.display = display
        }
    }
}
