// What the bank received, as finance types or imports it: text in, entries out, and of a file the line
// that cannot be read. Amounts are yuan.

internal import Checkout
internal import Foundation
internal import Payments
internal import Retail

enum SettlementFile {
    private static let columnCount = 6

    /// Reads a CSV in UTF-8 with its heads in the first line; empty lines are passed over.
    ///
    /// *Errors*: `OperatorNotice.settlementRefused`.
    static func read(_ bytes: [UInt8]) throws -> [(line: Int?, entry: SettlementEntry)] {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: body, as: UTF8.self), !text.contains("\0") else {
            throw OperatorNotice.settlementRefused(.notUTF8)
        }
        var records = SettlementFile.records(text)
        guard let head = records.first, head.values.count >= columnCount,
            isHead(head.values)
        else { throw OperatorNotice.settlementRefused(.badHeader) }
        records.removeFirst()
        return try records.map { line, values in
            do {
                return (line, try entry(values))
            } catch OperatorNotice.settlementRefused(let refusal) {
                throw OperatorNotice.settlementRefused(.line(line, refusal))
            }
        }
    }

    private static func isHead(_ values: [String]) -> Bool {
        let first = values[0].lowercased()
        return first.contains("日期") || first.contains("date")
    }

    /// Date, amount, wallet, account, reference, days.
    ///
    /// *Errors*: `OperatorNotice.settlementRefused`.
    static func entry(_ values: [String]) throws -> SettlementEntry {
        let values = values.map { $0.trimmingCharacters(in: .whitespaces) }
        guard values.count >= columnCount else {
            throw OperatorNotice.settlementRefused(.badDays)
        }
        guard let date = try? BusinessDate(iso: values[0]) else {
            throw OperatorNotice.settlementRefused(.badDate)
        }
        guard let amount = try? Money(yuan: values[1].replacing(",", with: "")) else {
            throw OperatorNotice.settlementRefused(.badAmount)
        }
        guard let wallet = wallet(values[2]), (1...64).contains(values[3].utf8.count) else {
            throw OperatorNotice.settlementRefused(.badAccount)
        }
        return SettlementEntry(
            receivedOn: date, amount: amount, wallet: wallet, account: values[3],
            reference: values[4], days: try days(values[5]))
    }

    private static func wallet(_ text: String) -> Wallet? {
        Wallet.allCases.first { wallet in
            [wallet.rawValue, wallet.chineseName, wallet.englishName.lowercased()]
                .contains(text.lowercased())
        } ?? (text == "微信" ? .weChatPay : nil)
    }

    private static let daysMax = 40

    /// `2026-11-25`, `2026-11-25..2026-11-27`, or several of them with blanks or semicolons between.
    private static func days(_ text: String) throws -> [BusinessDate] {
        var days: [BusinessDate] = []
        for part in text.split(whereSeparator: { $0 == " " || $0 == ";" || $0 == "；" }) {
            let ends = String(part).components(separatedBy: "..")
            guard ends.count <= 2, let first = try? BusinessDate(iso: ends[0]),
                let last = try? BusinessDate(iso: ends[ends.count - 1]), first <= last
            else { throw OperatorNotice.settlementRefused(.badDays) }
            var day = first
            while day <= last, days.count <= daysMax {
                days.append(day)
                day = try day.next()
            }
        }
        guard (1...daysMax).contains(days.count) else {
            throw OperatorNotice.settlementRefused(.badDays)
        }
        return days
    }

    /// The records of a CSV (RFC 4180), each with the line that it begins in.
    private static func records(_ text: String) -> [(line: Int, values: [String])] {
        var records: [(line: Int, values: [String])] = []
        var (line, start) = (1, 1)
        var (values, value) = ([String](), String.UnicodeScalarView())
        var (isQuoted, wasQuote) = (false, false)
        func end() {
            values.append(String(value))
            value = .init()
            if values.count > 1 || !values[0].isEmpty { records.append((start, values)) }
            values = []
            start = line + 1
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"":
                if isQuoted {
                    (isQuoted, wasQuote) = (false, true)
                    continue
                }
                if wasQuote { value.append(scalar) }
                isQuoted = true
            case "," where !isQuoted:
                values.append(String(value))
                value = .init()
            case "\r" where !isQuoted: break
            case "\n":
                if isQuoted { value.append(scalar) } else { end() }
                line += 1
            default: value.append(scalar)
            }
            wasQuote = false
        }
        if !value.isEmpty || !values.isEmpty { end() }
        return records
    }
}
