import Records

extension OfficePage {
    /// A form with labels, hints and errors beside its fields.
    struct FormBlock {
        struct Hidden {
            let name: String
            let value: String
        }

        var title: String?
        var note: String?
        var action: String
        var method = "post"
        var role: String?
        var hidden: [Hidden] = []
        var fields: [Field]
        var button: String
        var buttonClass = "main"
        var confirm: String?
        /// The field and value that are asked about, such as `status=disabled`; every sending without it.
        var confirmWhen: String?
        var cancel: String?
        /// Boxes to tick, below the fields.
        var checks: Checks?
        /// A class that arranges the fields.
        var layout: String?
        /// Whether a file is sent with it.
        var sendsFile = false

        struct Checks {
            struct Check {
                let name: String
                let text: String
                let isOn: Bool
                var value = "yes"
            }
            let title: String
            let all: [Check]

            init(_ title: String, _ all: [Check]) { (self.title, self.all) = (title, all) }
        }

        init(
            _ title: String? = nil, action: String, method: String = "post", hidden: [String: String] = [:],
            button: String, note: String? = nil, cancel: String? = nil, _ fields: [Field]
        ) {
            self.title = title
            self.note = note
            self.action = action
            self.method = method
            self.hidden = hidden.sorted { $0.key < $1.key }.map { Hidden(name: $0.key, value: $0.value) }
            self.button = button
            self.cancel = cancel
            self.fields = fields
        }

        /// A button for what is hard to take back.
        func dangerous(_ question: String? = nil) -> FormBlock {
            var form = self
            form.buttonClass = "danger"
            form.confirm = question
            return form
        }

        /// Asks before one value of a field is sent.
        func asking(_ question: String?, when choice: String) -> FormBlock {
            var form = self
            form.confirm = question
            form.confirmWhen = choice
            return form
        }
    }

    /// One field.
    struct Field {
        struct Option {
            let value: String
            let text: String
            let selected: Bool
            /// Whether it stands for no answer.
            var isNone = false
        }

        let name: String
        let label: String
        var value = ""
        var hint: String?
        var error: String?
        var type = "text"
        var longest = 120
        var required = false
        var autocomplete: String?
        var inputMode: String?
        var rows = 4
        var options: [Option] = []
        var isText = false
        var isSelect = false
        /// A row of numbers to choose one from; works without scripts.
        var isScale = false
        /// Whether each step has words of its own.
        var isWorded = false
        /// Whether it is no field but what stands above some: the label with a sentence and a source.
        var isPart = false
        var partLead = ""
        var partSource = ""
        // Follows from the above; stored because templates see stored properties alone.
        private(set) var isLine = true
        /// Whether it is one control with a label of its own.
        private(set) var isRow = true
        private(set) var id = ""
        private(set) var described: String?

        init(
            name: String, label: String, value: String = "", hint: String? = nil, type: String = "text",
            longest: Int = 120, required: Bool = false, autocomplete: String? = nil, inputMode: String? = nil,
            rows: Int = 4, options: [Option] = [], isText: Bool = false, isSelect: Bool = false
        ) {
            self.name = name
            self.label = label
            self.value = value
            self.hint = hint
            self.type = type
            self.longest = longest
            self.required = required
            self.autocomplete = autocomplete
            self.inputMode = inputMode
            self.rows = rows
            self.options = options
            self.isText = isText
            self.isSelect = isSelect
        }

        /// Works out what follows; `taken` holds the page's identifiers, of which each is there once.
        mutating func finish(taken: inout Set<String>) {
            isRow = !isScale && !isPart
            isLine = isRow && !isText && !isSelect
            var (own, number) = ("f-\(name)", 1)
            while !taken.insert(own).inserted {
                number += 1
                own = "f-\(name)-\(number)"
            }
            id = own
            // A reason that is a sentence of its own stands alone.
            if let reason = error { error = reason.first?.isUppercase == true ? "\(reason)." : "\(label) \(reason)." }
            let parts = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap { $0 }
            described = parts.isEmpty ? nil : parts.joined(separator: " ")
        }

        static func line(
            _ name: String, _ label: String, _ value: String = "", hint: String? = nil, type: String = "text",
            longest: Int = 120, autocomplete: String? = nil, required: Bool = false
        ) -> Field {
            Field(
                name: name, label: label, value: value, hint: hint, type: type, longest: longest, required: required,
                autocomplete: autocomplete
            )
        }

        /// A password; what was typed is never sent back.
        static func password(_ name: String, _ label: String, isNew: Bool, hint: String? = nil) -> Field {
            Field(
                name: name, label: label, hint: hint, type: "password", longest: 256, required: true,
                autocomplete: isNew ? "new-password" : "current-password"
            )
        }

        static func code(_ name: String, _ label: String, hint: String? = nil) -> Field {
            Field(
                name: name, label: label, hint: hint, longest: 10, required: true, autocomplete: "one-time-code",
                inputMode: "numeric"
            )
        }

        static func text(
            _ name: String, _ label: String, _ value: String, hint: String? = nil, longest: Int, rows: Int = 4
        )
            -> Field
        {
            Field(name: name, label: label, value: value, hint: hint, longest: longest, rows: rows, isText: true)
        }

        /// Numbers of which one is chosen, or none.
        static func scale(
            _ name: String, _ label: String, _ value: String, hint: String? = nil, _ options: [(String, String)],
            isWorded: Bool = false
        ) -> Field {
            let isKnown = options.contains { $0.0 == value }
            let none = Option(value: "", text: isWorded ? "no answer" : "–", selected: !isKnown, isNone: true)
            var field = Field(
                name: name, label: label, value: value, hint: hint,
                options: options.map { Option(value: $0.0, text: $0.1, selected: $0.0 == value) } + [none])
            (field.isScale, field.isWorded) = (true, isWorded)
            return field
        }

        /// What stands above some fields.
        static func part(_ title: String, _ lead: String, source: String) -> Field {
            var field = Field(name: "", label: title)
            (field.isPart, field.partLead, field.partSource) = (true, lead, source)
            return field
        }

        static func select(
            _ name: String, _ label: String, _ value: String, hint: String? = nil, _ options: [(String, String)]
        ) -> Field {
            Field(
                name: name, label: label, value: value, hint: hint,
                options: options.map { Option(value: $0.0, text: $0.1, selected: $0.0 == value) }, isSelect: true
            )
        }
    }
}

extension [OfficePage.Field] {
    /// The fields with an error put beside its field, or beside the last one when the page has none of that name.
    func with(_ error: RecordsError?) -> [OfficePage.Field] {
        guard let error, !isEmpty else { return self }
        var fields = self
        let (name, text): (String, String) =
            switch error {
            case .invalid(let field, _, let reason): (field, reason)
            case .duplicate(let field): (field, "has an account already")
            default: ("", "could not be saved")
            }
        let index = fields.firstIndex { $0.name == name } ?? fields.count - 1
        fields[index].error = text.hasSuffix(".") ? String(text.dropLast()) : text
        return fields
    }
}
