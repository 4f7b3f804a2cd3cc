// The statements and their differences as tables for a spreadsheet.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Spreadsheets

struct StatementSheets {
    let words: ReportWords

    init(_ words: ReportWords) { self.words = words }

    func month(_ statements: [StatementOverview], _ month: ReportMonth) -> ReportExport {
        let classes = BreakClass.allCases
        var sheet = Sheet(
            words.statements,
            heads: [
                words.statementDay, words.wallet, words.merchantAccount, words.state,
                words.lineCount,
            ] + classes.map { words.name(of: $0) })
        for one in statements {
            let code = one.code.isEmpty ? "" : " " + one.code
            sheet.add(
                [
                    .text(one.statement.day.iso), .text(words.name(of: one.statement.wallet)),
                    .text(one.statement.account),
                    .text(words.plainName(ofVerdict: one.verdict) + code), .count(one.rows),
                ] + classes.map { .count(one.breaks[$0] ?? 0) })
        }
        return ReportExport(
            name: "statements-\(month.iso)", title: "\(words.statements) \(month.iso)",
            sheets: [sheet])
    }

    func breaks(_ breaks: [StoredBreak], of statement: StatementOf) -> ReportExport {
        var sheet = Sheet(
            words.breaks,
            heads: [
                words.breakClass, words.store, words.number, words.inBooks, words.inStatement,
                words.evidence,
            ])
        for one in breaks {
            sheet.add([
                .text(words.name(of: one.kind)), .text(one.store.digits), .text(one.number),
                amount(one.books), amount(one.channel), .text(one.evidence),
            ])
        }
        let wallet = words.name(of: statement.wallet)
        return ReportExport(
            name: "breaks-\(statement.wallet.rawValue)-\(statement.day.iso)",
            title: "\(words.breaks) \(wallet) \(statement.day.iso)", sheets: [sheet])
    }

    private func amount(_ amount: Money?) -> Sheet.Cell {
        amount.map { .money($0) } ?? .empty
    }
}
