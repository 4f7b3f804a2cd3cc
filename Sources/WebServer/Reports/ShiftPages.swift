// Shifts: who had which drawer, what it should have held, and what was counted. An open shift tells no
// expected cash, here neither: whoever counts it may be the one who reads.

internal import Checkout
internal import Persistence
internal import Retail
internal import Sales
internal import Spreadsheets

struct ShiftPages {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func month(_ report: ShiftReport, _ month: ReportMonth) throws -> ReportPage {
        var html = HTML(PeriodPages(words).pager(month) { links.shifts(report.store, $0) })
        html.add("<p class=\"path\">" + links.files(links.shifts(report.store, month), words))
        html.add("</p><p class=\"hint\">\(words.shiftsHint)</p>")
        if report.shifts.isEmpty {
            html.add("<p class=\"hint\">✓ \(words.noShifts)</p>")
        } else {
            if report.isCut {
                html.add("<p class=\"open\">\(words.shiftsCut(report.shifts.count))</p>")
            }
            html.add(
                try table(
                    report.shifts, total: report.overShort, withDate: true,
                    withStore: report.store == nil))
        }
        let other = ReportLinks(isEnglish: !words.isEnglish).shifts(report.store, month)
        let place = report.store.map { " \($0.digits)" } ?? ""
        return ReportPage(
            words: words, title: "\(words.shifts)\(place) \(month.iso)",
            other: words.isEnglish ? ReportLinks.adding("lang=zh", to: other) : other,
            content: html.text)
    }

    /// The shifts of a day, under its figures.
    func day(_ shifts: [ReportedShift]) throws -> String {
        guard !shifts.isEmpty else { return "" }
        return "<h2>\(words.shifts)</h2>"
            + (try table(
                shifts, total: try ReportWords.overShort(shifts), withDate: false,
                withStore: false))
    }

    private func table(
        _ shifts: [ReportedShift], total: Money, withDate: Bool, withStore: Bool
    ) throws -> String {
        var heads: [(text: String, isNumber: Bool)] = []
        if withStore { heads.append((words.store, false)) }
        if withDate { heads.append((words.date, false)) }
        heads += [
            (words.shift, false), (words.cashier, false), (words.shiftTime, false),
            (words.float, true), (words.expectedCash, true), (words.countedCash, true),
            (words.overShort, true), (words.shiftEnd, false),
        ]
        let lead = heads.count - 3
        let foot = [words.total] + Array(repeating: "", count: lead)
        return HTML.table(
            heads,
            try shifts.map { try row($0, withDate: withDate, withStore: withStore) },
            foot: foot + [HTML.words(total.yuan), ""])
    }

    private func row(
        _ one: ReportedShift, withDate: Bool, withStore: Bool
    ) throws -> [String] {
        let shift = one.shift
        var cells: [String] = []
        if withStore { cells.append(shift.id.store.digits) }
        if withDate {
            let date = one.bookedOn.flatMap { try? BusinessDate(iso: $0) }
            cells.append(
                date.map { "<a href=\"\(links.day(shift.id.store, $0))\">\($0.iso)</a>" } ?? "–")
        }
        cells += [
            words.shiftName(shift.id), HTML.words(one.cashier), words.span(one),
            shift.float.yuan,
        ]
        let end = "<span class=\"words\">" + HTML.words(words.end(of: one)) + "</span>"
        guard let close = one.close else { return cells + ["", "", "", end] }
        let difference = try close.difference
        let tone = difference.isNegative ? "bad" : difference.isPositive ? "doubt" : "good"
        return cells + [
            close.expected.yuan, close.counted.yuan,
            "<span class=\"\(tone)\">\(difference.yuan)</span>", end,
        ]
    }

    // MARK: As a file

    func export(_ report: ShiftReport, _ month: ReportMonth) throws -> ReportExport {
        let place = report.store?.digits ?? "chain"
        return ReportExport(
            name: "shifts-\(place)-\(month.iso)", title: "\(words.shifts) \(place) \(month.iso)",
            sheets: [try sheet(report)])
    }

    /// Of a list that is cut the total is no sum of the column, and is not written as one.
    private func sheet(_ report: ShiftReport) throws -> Sheet {
        var sheet = try sheet(report.shifts)
        guard report.isCut else { return sheet }
        let empty = Array(repeating: Sheet.Cell.empty, count: 9)
        sheet.total = nil
        sheet.add([.text(words.total)] + empty + [.money(report.overShort), .empty, .empty])
        sheet.add(
            [.text(words.shiftsCut(report.shifts.count))] + empty + [.empty, .empty, .empty])
        return sheet
    }

    func sheet(_ shifts: [ReportedShift]) throws -> Sheet {
        var sheet = Sheet(
            words.shifts,
            heads: [
                words.store, words.date, words.register, words.shift, words.cashier,
                words.shiftOpened, words.shiftEnded, words.float, words.expectedCash,
                words.countedCash, words.overShort, words.leftInDrawer, words.shiftEnd,
            ])
        for one in shifts { sheet.add(try row(one)) }
        sheet.total =
            [.text(words.total)] + Array(repeating: .empty, count: 9)
            + [.money(try ReportWords.overShort(shifts)), .empty, .empty]
        return sheet
    }

    private func row(_ one: ReportedShift) throws -> [Sheet.Cell] {
        let shift = one.shift
        var cells: [Sheet.Cell] = [
            .text(shift.id.store.digits), .text(one.bookedOn ?? ""),
            .text(shift.id.register.digits), .text("\(shift.id.no)"), .text(one.cashier),
            .text(CivilTime(shift.openedAt).spaced),
            .text(one.endedAt.map { CivilTime($0).spaced } ?? ""), .money(shift.float),
        ]
        if let close = one.close {
            let difference = try close.difference
            cells += [.money(close.expected), .money(close.counted), .money(difference)]
            cells.append(.money(close.left))
        } else {
            cells += [.empty, .empty, .empty, .empty]
        }
        cells.append(.text(words.end(of: one)))
        return cells
    }
}

extension ReportedShift {
    var endedAt: Timestamp? {
        switch shift.state {
        case .open: nil
        case .signed(let at): at
        case .closed(let close): close.at
        }
    }
}

extension ReportLinks {
    func shifts(_ store: StoreID?, _ month: ReportMonth) -> String {
        link(
            "/reports/shifts",
            (store.map { ["store=\($0.digits)"] } ?? []) + ["month=\(month.iso)"])
    }
}

extension ReportWords {
    var shifts: String { say("班次", "Shifts") }
    var shift: String { say("款台/班次", "Register/shift") }
    var shiftTime: String { say("起止", "From – to") }
    var shiftOpened: String { say("开班", "Opened") }
    var shiftEnded: String { say("交班", "Ended") }
    var float: String { say("备用金", "Float") }
    var expectedCash: String { say("应有现金", "Expected") }
    var countedCash: String { say("清点现金", "Counted") }
    var overShort: String { say("长短款", "Over/short") }
    var leftInDrawer: String { say("留在钱箱", "Left in the drawer") }
    var shiftEnd: String { say("交接", "Handover") }
    func shiftsCut(_ count: Int) -> String {
        say(
            "班次太多，只列出 \(count) 个；合计是全部班次的。可按门店查看。",
            "Too many shifts: \(count) are listed, and the total is of all of them. Ask for one store."
        )
    }
    var noShifts: String { say("没有班次", "No shifts") }
    var countedByShifts: String {
        say("现金已按班次清点，不再另点", "The cash was counted by its shifts; nothing else is to be counted")
    }
    var shiftsHint: String {
        say(
            "长短款 = 清点现金 − 应有现金；应有现金 = 备用金 + 本班现金收付。没清点的班次不显示应有现金。",
            "Over/short is what was counted less what was expected: the float and the cash of the shift. A shift "
                + "that was not counted tells no expected cash.")
    }

    func shiftName(_ id: ShiftID) -> String { "\(id.register.digits) / \(id.no)" }

    func countedOf(_ registers: [RegisterID]) -> String {
        let list = registers.map(\.digits).joined(separator: say("、", ", "))
        return say(
            "清点现金（款台 \(list)，元，可不填）", "Cash counted (register \(list), yuan, may be left out)")
    }

    func span(_ one: ReportedShift) -> String {
        func minute(_ time: Timestamp) -> String {
            String(CivilTime(time).spaced.dropFirst(5).dropLast(3))
        }
        let (first, last) = (minute(one.shift.openedAt), one.endedAt.map(minute) ?? "")
        // The same date is not said twice.
        let isSame = first.prefix(5) == last.prefix(5)
        return first + " – " + (isSame ? String(last.dropFirst(6)) : last)
    }

    func end(of one: ReportedShift) -> String {
        switch one.shift.state {
        case .open: return say("进行中", "open")
        case .signed: return say("随日报清点", "counted with the day")
        case .closed(let close):
            let hands = "\(one.closedBy ?? "") → \(one.givenTo ?? "")"
            guard let approval = close.approval else { return hands }
            return hands
                + say(
                    " · \(one.approvedBy ?? "") 批准：\(approval.reason)",
                    " · allowed by \(one.approvedBy ?? ""): \(approval.reason)")
        }
    }

    /// What the counts of some shifts come to.
    static func overShort(_ shifts: [ReportedShift]) throws -> Money {
        try shifts.reduce(.zero) { try $0.adding($1.close?.difference ?? .zero) }
    }
}
