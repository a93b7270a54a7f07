extension SmartLinks {
    /// A time at which a service can be booked, or no longer.
    public struct Slot: Resource {
        /// The kind of the resource.
        public static let kind = Kind.slot

        /// Whether it can be booked.
        public enum Status: String, Codable, CaseIterable, Sendable {
            case free, busy
        }

        /// Always `Slot`.
        public let resourceType: Kind

        /// The identifier within its kind.
        public let id: String

        /// The schedule that it belongs to.
        public let schedule: Reference

        /// Whether it can be booked.
        public let status: Status

        /// When it begins.
        public let start: Moment

        /// When it ends.
        public let end: Moment

        /// How to book it; `nil` for no way.
        public let `extension`: [Extension]?

        /// Creates a slot.
        ///
        /// - Parameters:
        ///   - id: Its identifier, which should stay the same while it is published.
        ///   - schedule: The identifier of its schedule.
        ///   - status: Whether it can be booked.
        ///   - time: When it is.
        ///   - bookingLink: The page on which to book it.
        ///   - bookingPhone: The number to call.
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when an identifier is not 1 to 64 letters, digits,
        ///   `-` and `.`, the link is not a full web address, or the number is empty.
        public init(
            id: String, schedule: String, status: Status, time: Period, bookingLink: String? = nil,
            bookingPhone: String? = nil
        ) throws(SchedulingError) {
            resourceType = Self.kind
            self.id = try SmartLinks.checkedID(id)
            self.schedule = Reference(reference: "Schedule/" + (try SmartLinks.checkedID(schedule, "schedule")))
            self.status = status
            start = time.start
            end = time.end
            var extensions: [Extension] = []
            if let bookingLink { extensions.append(try Extension(bookingLink: bookingLink)) }
            if let bookingPhone { extensions.append(try Extension(bookingPhone: bookingPhone)) }
            self.extension = extensions.isEmpty ? nil : extensions
        }
    }

    /// An addition to a slot: how to book it.
    public struct Extension: Codable, Hashable, Sendable {
        /// What it adds.
        public let url: String

        /// The page of a ``bookingDeepLink``.
        public let valueUrl: String?

        /// The number of a ``bookingPhone``.
        public let valueString: String?

        /// Marks a page on which to book.
        public static let bookingDeepLink =
            "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link"

        /// Marks a number to call.
        public static let bookingPhone = "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-phone"

        init(bookingLink: String) throws(SchedulingError) {
            url = Self.bookingDeepLink
            valueUrl = try SmartLinks.checkedLink(bookingLink, "bookingLink")
            valueString = nil
        }

        init(bookingPhone: String) throws(SchedulingError) {
            url = Self.bookingPhone
            valueUrl = nil
            valueString = try SmartLinks.checkedText(bookingPhone, "bookingPhone")
        }
    }
}
