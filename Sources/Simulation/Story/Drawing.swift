// A picture as values, before it is SVG: where each line and each text lies can then be checked without
// reading XML. Whole pixels only, so that the same story gives the same bytes on every machine.

/// A part of the picture.
///
/// *Unit*: pixels, from the left and from the top.
struct Rectangle: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var right: Int { x + width }
    var bottom: Int { y + height }

    func overlaps(_ other: Rectangle) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    func contains(_ other: Rectangle) -> Bool {
        x <= other.x && y <= other.y && other.right <= right && other.bottom <= bottom
    }

    /// The rectangle that is `pixels` larger on each side.
    func grown(by pixels: Int) -> Rectangle {
        Rectangle(
            x: x - pixels, y: y - pixels, width: width + 2 * pixels, height: height + 2 * pixels)
    }
}

/// A colour, as SVG names it.
enum Ink: String {
    case paper = "#ffffff"
    case text = "#1b1f24"
    case faint = "#5c6670"
    case lifeline = "#b9c2cc"
    case quiet = "#f1f4f7"
    case arrow = "#1f4e8c"
    case durable = "#1d6b36"
    case drum = "#e3f3e7"
    case note = "#fff7d6"
    case noteEdge = "#d9bf5b"
    case danger = "#b3261e"
    case dangerPaper = "#fdeceb"
    case till = "#e4eefb"
    case server = "#e8f3e8"
    case channel = "#fdeedd"
    case phone = "#f0e9f9"
    case plain = "#eef0f2"
}

/// One line of words.
struct Label: Equatable {
    enum Side: String {
        case start
        case middle
        case end
    }

    /// Where it lies; as wide as the words are thought to be at most.
    var box: Rectangle
    var words: String
    var size: Int
    var side: Side
    var ink: Ink
    var isBold = false
}

/// What is drawn besides words; later ones lie on top.
enum Shape: Equatable {
    case box(Rectangle, fill: Ink, edge: Ink?)
    /// An SVG path of our own numbers.
    case path(String, ink: Ink, width: Int, isDashed: Bool)
    case solid(String, fill: Ink, edge: Ink)
}

/// A whole picture.
struct Drawing: Equatable {
    var width: Int
    var height: Int
    var shapes: [Shape] = []
    var labels: [Label] = []

    /// The picture as a document of its own, well-formed whatever the words are.
    func svg(title: String, language: StoryLanguage) -> String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
                + "xml:lang=\"\(language.choose("en", "zh-CN"))\" "
                + "font-family=\"\(Drawing.fonts)\">",
            "<title>\(Drawing.escaped(title))</title>",
            "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(Ink.paper.rawValue)\"/>",
        ]
        lines += shapes.map(Drawing.element)
        lines += labels.map(Drawing.element)
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private static let fonts =
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', "
        + "'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

    private static func element(_ shape: Shape) -> String {
        switch shape {
        case .box(let box, let fill, let edge):
            let stroke = edge.map { " stroke=\"\($0.rawValue)\"" } ?? ""
            return "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" "
                + "height=\"\(box.height)\" rx=\"4\" fill=\"\(fill.rawValue)\"\(stroke)/>"
        case .path(let path, let ink, let width, let isDashed):
            let dashes = isDashed ? " stroke-dasharray=\"6 4\"" : ""
            return "<path d=\"\(path)\" fill=\"none\" stroke=\"\(ink.rawValue)\" "
                + "stroke-width=\"\(width)\" stroke-linejoin=\"round\"\(dashes)/>"
        case .solid(let path, let fill, let edge):
            return "<path d=\"\(path)\" fill=\"\(fill.rawValue)\" stroke=\"\(edge.rawValue)\"/>"
        }
    }

    private static func element(_ label: Label) -> String {
        let x =
            switch label.side {
            case .start: label.box.x
            case .middle: label.box.x + label.box.width / 2
            case .end: label.box.right
            }
        // Letters stand a little above the bottom of their line.
        let y = label.box.bottom - label.box.height * 3 / 10
        let anchor = label.side == .start ? "" : " text-anchor=\"\(label.side.rawValue)\""
        let weight = label.isBold ? " font-weight=\"600\"" : ""
        return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(label.size)\" "
            + "fill=\"\(label.ink.rawValue)\"\(anchor)\(weight)>\(escaped(label.words))</text>"
    }

    /// Text as it may stand between XML tags and in attributes.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
