// Text for a page, with whatever people typed made harmless.

internal import Foundation
internal import Retail

/// A piece of a page.
struct HTML {
    private(set) var text = ""

    init() {}

    /// Markup of our own.
    init(_ markup: String) { text = markup }

    /// Words of anybody.
    static func words(_ words: String) -> String {
        var escaped = ""
        for character in words.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// A value inside an address.
    static func query(_ value: String) -> String {
        value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    mutating func add(_ markup: String) { text += markup }

    /// A table: the first column is text, the others as they say.
    static func table(
        _ heads: [(text: String, isNumber: Bool)], _ rows: [[String]], foot: [String]? = nil
    ) -> String {
        func cells(_ row: [String], _ tag: String) -> String {
            row.enumerated().map { index, cell in
                let isNumber = heads.indices.contains(index) && heads[index].isNumber
                return "<\(tag)\(isNumber ? " class=\"num\"" : "")>\(cell)</\(tag)>"
            }.joined()
        }
        return "<div class=\"wide\"><table><thead><tr>"
            + cells(heads.map(\.text), "th") + "</tr></thead><tbody>"
            + rows.map { "<tr>\(cells($0, "td"))</tr>" }.joined()
            + "</tbody>"
            + (foot.map { "<tfoot><tr>\(cells($0, "td"))</tr></tfoot>" } ?? "")
            + "</table></div>"
    }

    /// A share of a whole, in hundredths of a percent, as a bar beside its words.
    static func share(_ share: UInt64) -> String {
        "<svg class=\"share\" aria-hidden=\"true\" viewBox=\"0 0 10000 10\" "
            + "preserveAspectRatio=\"none\"><rect width=\"\(min(share, 10_000))\" height=\"10\"/>"
            + "</svg>\(ReportWords.percent(of: share))"
    }

    /// Bars above a line, each with its words; what is below zero is drawn downwards.
    ///
    /// `marks` are lines across the bars, of other days; `link` leads from a label to what is under its
    /// bar.
    static func bars(
        _ all: [(label: String, amount: Money)], _ title: String,
        marks: [Money] = [], link: (String) -> String? = { _ in nil }
    ) -> String {
        // Few bars are no wider than many.
        let missing = max(0, HTML.barsMin - all.count)
        let values = all + Array(repeating: ("", .zero), count: missing)
        let most = max(1, (values.map(\.amount) + marks).map { $0.fen.magnitude }.max() ?? 1)
        let width = 10_000 / max(values.count, 1)
        func height(_ amount: Money) -> UInt64 {
            // Never above `full`, so the quotient fits.
            most.dividingFullWidth(
                amount.fen.magnitude.multipliedFullWidth(by: HTML.full)
            ).quotient
        }
        let lines = marks.enumerated().filter { $0.element.isPositive }.map { index, amount in
            "M\(index * width + width / 20) \(HTML.ground - height(amount))h\(width * 9 / 10)"
        }
        let bars = values.enumerated().map { index, value in
            let height = height(value.amount)
            let isBelow = value.amount.isNegative
            return
                "<rect class=\"\(isBelow ? "below" : "bar")\" x=\"\(index * width + width / 10)\" "
                + "y=\"\(isBelow ? HTML.ground : HTML.ground - height)\" width=\"\(width * 8 / 10)\" "
                + "height=\"\(height)\"><title>\(words(value.label)) ¥\(value.amount.yuan)</title></rect>"
        }
        let whole = values.contains { $0.amount.isNegative } ? 2 * HTML.ground : HTML.ground + 2
        let labels = values.map { value in
            let label = words(value.label)
            return "<span>" + (link(value.label).map { "<a href=\"\($0)\">\(label)</a>" } ?? label)
                + "</span>"
        }.joined()
        return "<figure class=\"bars\"><figcaption>\(words(title)) · ≤ "
            + "¥\(Money(fen: Int64(clamping: most)).yuan)</figcaption>"
            + "<svg role=\"img\" aria-label=\"\(words(title))\" viewBox=\"0 0 10000 \(whole)\" "
            + "preserveAspectRatio=\"none\">\(bars.joined())"
            + (lines.isEmpty ? "" : "<path class=\"mark\" d=\"\(lines.joined())\"/>")
            + "<path class=\"ground\" d=\"M0 \(HTML.ground)H10000\"/></svg>"
            + "<div class=\"labels\">\(labels)</div></figure>"
    }

    private static let barsMin = 12
    private static let full: UInt64 = 460
    private static let ground: UInt64 = 500
}
