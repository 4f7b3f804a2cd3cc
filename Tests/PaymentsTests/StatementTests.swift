// The pure half of statements: single values, lines in pieces, sums, and what is said of problems.

import Payments
import Retail
import Testing

@Suite("A value of a statement")
struct StatementFieldTests {
    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    @Test(
        "is an amount to the millionth of a yuan, or nothing",
        arguments: [
            ("12.34", 12_340_000), ("0", 0), ("0.0", 0), ("7.79000", 7_790_000), ("-0.07", -70_000),
            ("0.000001", 1), ("0.0000001", nil), ("", nil), ("-", nil), (".5", nil), ("5.", nil),
            ("1.2.3", nil), ("1,000.00", nil), ("+1", nil), ("1e3", nil), ("--1", nil), (" 1", nil),
            ("９", nil), ("9223372036854.775807", Int64.max), ("9223372036854.775808", nil),
            ("99999999999999999999", nil), ("0.00000000000000000000000000", nil),
        ] as [(String, Int64?)])
    func amounts(_ row: (String, Int64?)) {
        #expect(StatementField.microyuan(bytes(row.0)) == row.1)
    }

    @Test("is money only in whole fen")
    func money() {
        #expect(StatementField.money(bytes("12.34000")) == Money(fen: 1_234))
        #expect(StatementField.money(bytes("-12.3")) == Money(fen: -1_230))
        #expect(StatementField.money(bytes("12.345")) == nil)
    }

    @Test(
        "is a rate, exactly",
        arguments: [
            ("0.60%", 6_000), ("0.38%", 3_800), ("1%", 10_000), ("0.006", 6_000), ("0.0038", 3_800),
            ("0.12345%", nil), ("%", nil), ("x", nil),
        ] as [(String, Int64?)])
    func rates(_ row: (String, Int64?)) {
        #expect(StatementField.rate(bytes(row.0))?.partsPerMillion == row.1)
    }

    @Test("is a time of Beijing, a count or an identifier, or nothing")
    func others() throws {
        #expect(
            StatementField.time(bytes("2026-11-25 08:00:01"))
                == Timestamp(microseconds: 1_795_564_801_000_000))
        #expect(StatementField.time(bytes("2026-02-30 08:00:01")) == nil)
        #expect(StatementField.time(bytes("2026/02/03 08:00")) == nil)
        #expect(StatementField.count(bytes("17")) == 17)
        #expect(StatementField.count(bytes("-17")) == nil)
        #expect(StatementField.count(bytes("1.0")) == nil)
        #expect(StatementField.identifier(bytes("4200-a_B")) == "4200-a_B")
        #expect(StatementField.identifier(bytes("42 00")) == nil)
        #expect(StatementField.identifier(bytes("药")) == nil)
        #expect(StatementField.identifier(bytes(String(repeating: "1", count: 65))) == nil)
        #expect(Array(StatementField.trimmed(bytes(" \ta b\t "))) == Array("a b".utf8))
    }

    @Test(
        "a fee is shown in whole fen, half away from zero",
        arguments: [
            (4_999, 0), (5_000, 1), (10_000, 1), (15_000, 2), (-5_000, -1), (-4_999, 0),
        ] as [(Int64, Int64)])
    func fees(_ row: (Int64, Int64)) {
        #expect(StatementFee(microyuan: row.0).money == Money(fen: row.1))
    }
}

@Suite("Lines")
struct StatementLinesTests {
    private func lines(_ pieces: [ArraySlice<UInt8>]) -> [String?] {
        var lines = StatementLines()
        var all = pieces.flatMap { lines.feed($0) }
        if let last = lines.end() { all.append(last) }
        #expect(all.map(\.number) == Array(1..<(all.count + 1)))
        return all.map { line in line.bytes.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("are the same wherever the pieces begin")
    func pieces() {
        let bytes = Array("\u{FEFF}一,1\r\n\n二\r\nthree".utf8)
        let expected = ["一,1", "", "二", "three"]
        #expect(lines([bytes[...]]) == expected)
        #expect(lines(bytes.map { [$0][...] }) == expected)
        for cut in 0...bytes.count {
            #expect(lines([bytes[..<cut], bytes[cut...]]) == expected, "cut at \(cut)")
        }
    }

    @Test("that are too long are skipped whole, and the next is read")
    func long() {
        let long = [UInt8](repeating: 0x61, count: StatementLines.lineMax + 1)
        let text = [0x78, 0x0A] + long + [0x0A] + Array("y".utf8)
        for size in [1_000, 65_536, 200_000] {
            let pieces = stride(from: 0, to: text.count, by: size).map {
                text[$0..<min($0 + size, text.count)]
            }
            #expect(lines(pieces) == ["x", nil, "y"])
        }
        #expect(lines([long[...]]) == [nil])
    }
}

@Suite("A statement's sums")
struct StatementSumsTests {
    @Test("differ where what is stated is not what was counted, and say by how much")
    func differences() {
        var stated = StatementSums()
        var counted = StatementSums()
        stated[.rows] = 3
        stated[.fee] = 70_001
        stated[.settledAmount] = 12_000_000
        stated[.refundAmount] = 0
        counted.add(2, to: .rows)
        counted.add(70_000, to: .fee)
        counted.add(11_000_000, to: .settledAmount)
        counted.add(1_000_000, to: .settledAmount)
        counted.add(5, to: .orderAmount)
        let differences = stated.differences(from: counted)
        #expect(differences.map(\.column) == [.rows, .fee])
        #expect(differences.map(\.statedText) == ["3", "0.070001"])
        #expect(differences.map(\.countedText) == ["2", "0.07"])
    }

    @Test("that do not fit are said to be too large, and nothing traps")
    func overflow() {
        var sums = StatementSums()
        sums.add(.max, to: .fee)
        sums.add(1, to: .fee)
        #expect(sums.isTooLarge)
        var totals = StatementTotals()
        let row = row(.payment, amount: Money(fen: .max), fee: StatementFee(microyuan: .min))
        let fits = totals.add(row)
        let before = totals
        let fitsAgain = totals.add(row)
        #expect(fits && !fitsAgain)
        #expect(totals == before)
    }

    @Test("count each kind")
    func totals() {
        var totals = StatementTotals()
        for kind in StatementRow.Kind.allCases {
            _ = totals.add(row(kind, amount: Money(fen: 100), fee: .zero))
        }
        #expect(totals.rows == 3)
        #expect(totals.paid == Money(fen: 100))
        #expect(totals.returned == Money(fen: 200))
    }

    private func row(
        _ kind: StatementRow.Kind, amount: Money, fee: StatementFee
    ) -> StatementRow {
        StatementRow(
            line: 1, kind: kind, orderNumber: "1", tradeNumber: "2",
            orderAmount: kind == .payment ? amount : .zero,
            refundAmount: kind == .payment ? .zero : amount, fee: fee,
            at: Timestamp(microseconds: 0), account: "3", state: .succeeded)
    }
}

@Suite("A statement's problem")
struct StatementProblemTests {
    @Test("names the line, in both languages")
    func words() {
        let problem = StatementProblem(.value(column: "手续费"), line: 7)
        #expect(problem.chinese == "第 7 行：“手续费”无法读取，该行未计入")
        #expect(problem.english == "Line 7: \"手续费\" cannot be read; the line is left out")
        let whole = StatementProblem(
            .totalsDiffer(StatementDifference(column: .rows, stated: 3, counted: 2)))
        #expect(whole.chinese == "汇总的总笔数是 3，明细合计 2")
        #expect(whole.english == "the totals say 3 for the number of lines, the lines add up to 2")
    }

    @Test("is kept up to a bound, and counted beyond")
    func bound() {
        var report = StatementReport()
        for line in 1...250 { report.note(StatementProblem(.lineTooLong, line: line)) }
        #expect(report.problemCount == 250)
        #expect(report.problems.count == StatementReport.problemsKept)
        #expect(report.problems.last?.line == StatementReport.problemsKept)
    }
}
