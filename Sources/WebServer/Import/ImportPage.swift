// The page of the import: the form, what was done, or each problem with its line.

internal import Checkout
internal import Retail

struct ImportPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func page(_ result: ImportResult, isRehearsal: Bool) -> ReportPage {
        var said = words.imported(result, isRehearsal: isRehearsal)
        if let first = result.first, let last = result.last {
            said += " " + words.importedDays(first.iso, last.iso)
        }
        var html = HTML("<p class=\"signed\" role=\"status\">\(said)</p>")
        if result.corrections > 0 {
            html.add("<p class=\"open\">\(words.importedLate(result.corrections))</p>")
        }
        html.add("<p class=\"path\"><a href=\"\(links.link("/reports/changeover"))\">")
        html.add("\(words.changeover)</a></p>")
        return page(html.text)
    }

    func page(refusing refusal: ImportRefusal) -> ReportPage {
        let all = refusal.problems.map { problem in
            "<li>\(HTML.words(words.isEnglish ? problem.english : problem.chinese))</li>"
        }
        return page(
            "<div role=\"alert\"><b>\(words.importRefused)</b><ul class=\"standing\">"
                + all.joined() + "</ul></div>")
    }

    func page(_ before: String = "") -> ReportPage {
        let form =
            "<form class=\"sign\" method=\"post\" enctype=\"multipart/form-data\" "
            + "action=\"\(links.link("/import"))\"><label>\(words.importFile)"
            + "<input type=\"file\" name=\"file\" accept=\".csv,text/csv\" required></label>"
            + "<button name=\"act\" value=\"check\">\(words.importCheck)</button>"
            + "<button name=\"act\" value=\"import\">\(words.importDo)</button></form>"
        let header = ImportField.header(isEnglish: words.isEnglish)
        return ReportPage(
            words: words, title: words.importTitle,
            other: "/import?lang=\(words.isEnglish ? "zh" : "en")",
            content: before + form + "<section class=\"todo\"><h2>\(words.importFormat)</h2>"
                + "<p><code>\(header)</code></p><p>\(words.importHint)</p></section>")
    }
}

extension ReportWords {
    var importTitle: String { say("导入旧销售", "Import old sales") }
    var importFile: String {
        say("CSV 文件（UTF-8 或 GBK，最大 2 MB）", "CSV file (UTF-8 or GBK, 2 MB at most)")
    }
    var importCheck: String { say("只检查", "Check only") }
    var importDo: String { say("导入", "Import") }
    var importFormat: String { say("文件写法", "The file") }
    var importRefused: String { say("没有导入任何一张单：", "Nothing was imported:") }
    var importHint: String {
        say(
            "每行是一张单的一种商品（类别写“商品”）或一笔收款（类别写“收款”，编码写收款方式编号，如 1、11、12）。同一张单的各行挨着写，门店、单号、营业日、时间、款台、收银员相同；款台和收银员可空。商品金额合计等于收款合计。只收 2019-09-26 以前的销售；同一文件再导入不会重复。",
            "Each row is one kind of goods of a sale (kind \"goods\") or one tender (kind \"tender\", code the method's "
                + "number, as 1, 11, 12). The rows of a sale stand together and say store, number, date, time, register "
                + "and cashier alike; register and cashier may be empty. The goods' amounts are the tenders'. Only "
                + "sales of before 2019-09-26; the same file again changes nothing.")
    }

    func imported(_ result: ImportResult, isRehearsal: Bool) -> String {
        let (count, yuan, known) = (result.sales, result.amount.yuan, result.known)
        return isRehearsal
            ? say(
                "可以导入 \(count) 张单，共 ¥\(yuan)；已有 \(known) 张。还没有导入。",
                "\(count) sales can be imported, ¥\(yuan); \(known) are there. Nothing was imported yet."
            )
            : say(
                "已导入 \(count) 张单，共 ¥\(yuan)；已有 \(known) 张，未变。",
                "\(count) sales are imported, ¥\(yuan); \(known) were there and are as they were.")
    }

    func importedDays(_ first: String, _ last: String) -> String {
        say("营业日 \(first) 至 \(last)。", "Business dates \(first) to \(last).")
    }

    func importedLate(_ count: Int64) -> String {
        say(
            "\(count) 张所在的营业日已签字，记入其后第一个未签的营业日。",
            "\(count) of them are of signed days, and stand as corrections in the first open day after."
        )
    }
}
