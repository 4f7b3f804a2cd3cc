// The tables of the reports as text that spreadsheets open. Figures are written as on the page; a name
// that a spreadsheet would take for a formula is written as words.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct ReportCSV {
    private let words: ReportWords

    init(_ words: ReportWords) { self.words = words }

    func period(_ report: PeriodReport) throws -> String {
        var rows = [
            [
                words.store, words.date, words.salesCount, words.sales, words.returns, words.net,
                words.cash, words.aggregated,
            ]
        ]
        for line in report.lines {
            rows.append(
                ["\(line.store.id.digits) \(line.store.name)", line.date?.iso ?? ""]
                    + (try cells(line.figures)))
        }
        rows.append([words.total, ""] + (try cells(report.total)))
        return text(rows)
    }

    /// The sales of a page of a day.
    func sales(_ report: DayReport) -> String {
        var rows = [
            [
                words.receipt, words.time, words.register, words.cashier, words.due, words.cash,
                words.aggregated, words.supplements,
            ]
        ]
        for sale in report.sales {
            rows.append([
                sale.receipt, CivilTime(sale.postedAt).spaced, sale.register, sale.cashier,
                sale.due.yuan, sale.cash.yuan, sale.scanned.yuan, sale.isSupplemented ? "42" : "",
            ])
        }
        return text(rows)
    }

    private func cells(_ figures: DayFigures) throws -> [String] {
        [
            "\(figures.salesCount)", try figures.sales.yuan, figures.returned.yuan,
            try figures.net.yuan, try figures.cash.yuan, try figures.aggregated.yuan,
        ]
    }

    /// With a mark, by which spreadsheets know that it is UTF-8.
    private func text(_ rows: [[String]]) -> String {
        "\u{FEFF}"
            + rows.map { $0.map(ReportCSV.cell).joined(separator: ",") + "\r\n" }.joined()
    }

    static func cell(_ text: String) -> String {
        let isNumber = (try? Money(yuan: text)) != nil
        let looksLikeFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = looksLikeFormula && !isNumber ? "'" + text : text
        let needsQuotes = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }
}
