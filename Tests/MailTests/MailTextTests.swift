import Mail
import Testing

@Suite struct MailTextTests {
    private func text() throws -> MailText {
        try MailText(
            title: "Your appointment",
            blocks: [
                .paragraph("Hello Kim & <Jo>,\nsee you soon."),
                .facts([MailText.Fact("When", "Tuesday, 10:00"), MailText.Fact("Where", "\"Süd\"")]),
                .list(["Come as you are.", "It's on the first floor."]),
                .link(label: "Move or cancel", page: MailLink("https://tautband.example/b?x=1&y=2")),
                .note("You get this letter because you booked."),
            ])
    }

    @Test func `plain text has the words and the addresses`() throws {
        #expect(
            try text().plain == """
                Your appointment

                Hello Kim & <Jo>,
                see you soon.

                When: Tuesday, 10:00
                Where: "Süd"

                - Come as you are.
                - It's on the first floor.

                Move or cancel:
                https://tautband.example/b?x=1&y=2

                You get this letter because you booked.

                """)
    }

    @Test func `HTML has the same words, escaped, and loads nothing`() throws {
        let html = try text().html
        #expect(html.contains("<p>Hello Kim &amp; &lt;Jo&gt;,<br>\nsee you soon.</p>"))
        #expect(html.contains("<strong>Where:</strong> &quot;Süd&quot;"))
        #expect(html.contains("<li>It&#39;s on the first floor.</li>"))
        #expect(html.contains("<a href=\"https://tautband.example/b?x=1&amp;y=2\""))
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n"))
        for loader in ["src=", "<img", "<link", "<script", "url(", "@import", "<style"] {
            #expect(!html.contains(loader))
        }
    }

    @Test(arguments: ["", "x", "en\"><script>", "de_AT", String(repeating: "a", count: 36)])
    func `a language is a tag`(language: String) {
        #expect(throws: MailError.self) { try MailText(language: language, title: "A", blocks: []) }
    }

    @Test func `a title is one line`() {
        #expect(throws: MailError.self) { try MailText(title: "A\nB", blocks: []) }
    }
}
