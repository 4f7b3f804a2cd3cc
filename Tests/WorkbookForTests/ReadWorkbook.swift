// A workbook as another program reads it: unpacked and parsed by code that knows nothing of the writer.

internal import Archives
internal import Foundation

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

/// A cell that was read.
package struct ReadCell: Equatable, Sendable {
    package var text: String?
    package var number: String?
    package var formula: String?

    package init(text: String? = nil, number: String? = nil, formula: String? = nil) {
        self.text = text
        self.number = number
        self.formula = formula
    }
}

/// A sheet that was read: its cells by their names, as `B2`.
package struct ReadSheet: Equatable, Sendable {
    package let name: String
    package let cells: [String: ReadCell]
    package let xml: String

    /// Row by row from the first, each as what its cells show; numbers as they are written.
    package var rows: [[String]] {
        var rows: [[String]] = []
        for (place, cell) in cells {
            let letters = place.prefix { $0.isLetter }.utf8
            let column = letters.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
            let row = (Int(place.drop { $0.isLetter }) ?? 1) - 1
            while rows.count <= row { rows.append([]) }
            while rows[row].count <= column { rows[row].append("") }
            rows[row][column] = cell.text ?? cell.number ?? ""
        }
        return rows
    }
}

/// A workbook that was read.
package struct ReadWorkbook: Equatable, Sendable {
    package let sheets: [ReadSheet]
    /// Its parts by their names.
    package let files: [String: String]

    package struct Unreadable: Error {}

    package init(_ bytes: [UInt8]) throws {
        var files: [String: [UInt8]] = [:]
        var current = ""
        let reader = try ZipReader(sizeMax: 50_000_000)
        try reader.feed(bytes[...]) { part in
            switch part {
            case .file(let name): current = String(decoding: name, as: UTF8.self)
            case .bytes(let piece): files[current, default: []] += piece
            case .fileEnd: break
            }
        }
        try reader.end()
        let texts = files.mapValues { String(decoding: $0, as: UTF8.self) }
        self.files = texts
        let names = try Parser.parse(texts["xl/workbook.xml"]).names
        sheets = try names.enumerated().map { index, name in
            let xml = texts["xl/worksheets/sheet\(index + 1).xml"]
            return ReadSheet(name: name, cells: try Parser.parse(xml).cells, xml: xml ?? "")
        }
    }
}

/// Collects the names of sheets, or the cells of one.
private final class Parser: NSObject, XMLParserDelegate {
    var names: [String] = []
    var cells: [String: ReadCell] = [:]
    private var place = ""
    private var text = ""

    static func parse(_ xml: String?) throws -> Parser {
        guard let xml else { throw ReadWorkbook.Unreadable() }
        let parser = XMLParser(data: Data(xml.utf8))
        let found = Parser()
        parser.delegate = found
        guard parser.parse() else { throw ReadWorkbook.Unreadable() }
        return found
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        text = ""
        switch element {
        case "sheet": names.append(attributes["name"] ?? "")
        case "c": place = attributes["r"] ?? ""
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        switch element {
        case "t": cells[place, default: ReadCell()].text = text
        case "v": cells[place, default: ReadCell()].number = text
        case "f": cells[place, default: ReadCell()].formula = text
        default: break
        }
        text = ""
    }
}
