/// A line as an element; its ends and corners are round on demand.
func timeLineStroke(
    _ d: String, _ colour: String, width: Double = 1, dash: String = "", isRound: Bool = false, name: String = ""
) -> String {
    (name.isEmpty ? "<path" : "<path class=\"\(name)\"") + " d=\"\(d)\" stroke=\"\(colour)\" fill=\"none\""
        + (width == 1 ? "" : " stroke-width=\"\(number(width))\"")
        + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
        + (isRound ? " stroke-linejoin=\"round\" stroke-linecap=\"round\"" : "") + "/>"
}

/// A rectangle as an element; `more` holds further attributes.
func timeLineBox(
    x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String = "", more: String = ""
) -> String {
    "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" "
        + "fill=\"\(fill)\"" + (stroke.isEmpty ? "" : " stroke=\"\(stroke)\"") + (more.isEmpty ? "" : " " + more) + "/>"
}

extension TimeLineLayout {
    /// The path of a level line across the plot.
    func rule(_ y: Double) -> String { "M\(number(left)) \(number(y))H\(number(right))" }
}
