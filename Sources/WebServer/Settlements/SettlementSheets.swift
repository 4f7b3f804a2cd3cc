// The settlements of a month as a table for a spreadsheet, with sums that a person can check.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Spreadsheets

struct SettlementSheets {
    let words: ReportWords

    init(_ words: ReportWords) { self.words = words }

    func month(_ report: SettlementReport, _ month: ReportMonth) -> ReportExport {
        var sheet = Sheet(
            words.settlements,
            heads: [
                words.statementDay, words.wallet, words.merchantAccount, words.state,
                words.ageDays, words.statementGross, words.statementRefunds, words.fees,
                words.expected, words.received, words.openAmount,
            ])
        for line in report.lines {
            let statement = line.day.statement
            sheet.add([
                .text(statement.day.iso), .text(words.name(of: statement.wallet)),
                .text(statement.account), .text(words.name(of: line.state)),
                .count(Int64(line.age)), .money(line.day.gross), .money(line.day.refunds),
                .money(line.day.fee), .money(line.net), .money(line.day.received),
                .money(line.open),
            ])
        }
        let rows = Array(report.lines.indices)
        sheet.add([
            .text(words.total), .empty, .empty, .empty, .empty, .sum(report.gross, rows: rows),
            .sum(report.refunds, rows: rows), .sum(report.fees, rows: rows),
            .sum(report.net, rows: rows), .sum(report.received, rows: rows),
            .sum(report.open, rows: rows),
        ])
        return ReportExport(
            name: "settlements-\(month.iso)", title: "\(words.settlements) \(month.iso)",
            sheets: [sheet])
    }
}
