// A table as text: what people typed is words, whatever it begins with.

import Retail
import Spreadsheets
import Testing

@Suite("A table as text")
struct CSVTests {
    @Test(
        "has cells that are what they say, and no formula",
        arguments: [
            ("12.50", "12.50"), ("-3.00", "-3.00"), ("=1+1", "'=1+1"), ("+cmd", "'+cmd"),
            ("@sum", "'@sum"), ("-x", "'-x"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("", ""),
            ("\t=1", "'\t=1"), ("\r\n=1", "\"'\r\n=1\""), ("\n=1", "\"'\n=1\""),
            ("=\u{301}1", "'=\u{301}1"), ("＝1+1", "'＝1+1"), ("-2+3|cmd", "'-2+3|cmd"),
            ("=1,\"2\"", "\"'=1,\"\"2\"\"\""), ("阿莫西林", "阿莫西林"), ("a=b", "a=b"),
        ])
    func cells(_ text: String, _ cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test("begins with the mark of UTF-8, has its head, its rows and its total")
    func whole() {
        var sheet = Sheet("日报", heads: ["门店", "=笔数", "金额"])
        sheet.add([.text("0101 甲"), .count(2), .money(Money(fen: -1))])
        sheet.add([.text("-1-1"), .empty, .sum(Money(fen: 1_650), rows: [0])])
        sheet.total = [.text("合计"), .count(2), .money(Money(fen: 1_649))]
        #expect(
            CSV.text(sheet)
                == "\u{FEFF}门店,'=笔数,金额\r\n0101 甲,2,-0.01\r\n'-1-1,,16.50\r\n合计,2,16.49\r\n")
    }
}
