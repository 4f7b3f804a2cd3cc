// The tree as one page of small forms: each saves one thing, and what was typed stays in a form that was
// refused.

internal import Checkout
internal import Persistence
internal import Retail

struct OrganisationPage {
    let words: ReportWords
    private let refused: OperatorNotice?
    private let typed: [String: String]
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    /// `typed` is the form that was `refused`.
    init(
        _ words: ReportWords, refused: OperatorNotice? = nil, typed: [String: String] = [:]
    ) {
        self.words = words
        self.refused = refused
        self.typed = typed
    }

    func page(_ tree: Organisation) -> ReportPage {
        var html = HTML("")
        if let refused { html.add(ReportPage.alert(refused, words)) }
        html.add("<p class=\"hint\">\(words.organisationHint)</p>")
        for region in tree.regions { html.add(section(region, tree)) }
        html.add("<section class=\"todo\"><h2>\(words.newRegion)</h2>")
        html.add(
            form("add-region", [:], name(typedName("add-region", [:]) ?? "") + button(words.add)))
        html.add("</section>")
        html.add("<h2>\(words.store)</h2><div class=\"moves\">\(stores(tree))</div>")
        return ReportPage(
            words: words, title: words.organisation,
            other: "/organisation?lang=\(words.isEnglish ? "zh" : "en")", content: html.text)
    }

    private func section(_ region: Region, _ tree: Organisation) -> String {
        var html = HTML("<section class=\"todo\"><h2>\(HTML.words(region.name))</h2>")
        let key = ["id": "\(region.id)"]
        html.add(
            form(
                "region", key.merging(["seen": region.name]) { $1 },
                name(typedName("region", key) ?? region.name, words.region) + button(words.save)))
        for area in tree.areas where area.region == region.id {
            let key = ["id": "\(area.id)"]
            let isTyped = isTyped("area", key)
            let seen = ["seen": area.name, "seenManager": area.manager?.digits ?? ""]
            html.add(
                form(
                    "area", key.merging(seen) { $1 },
                    name(typedName("area", key) ?? area.name, words.area)
                        + managers(
                            tree, isTyped ? typed["manager"] : area.manager?.digits)
                        + button(words.save)))
        }
        let place = ["region": "\(region.id)"]
        html.add(
            form(
                "add-area", place,
                name(typedName("add-area", place) ?? "", words.newArea)
                    + managers(tree, isTyped("add-area", place) ? typed["manager"] : nil)
                    + button(words.add)))
        html.add("</section>")
        return html.text
    }

    private func stores(_ tree: Organisation) -> String {
        let names = Dictionary(
            tree.areas.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        return HTML.table(
            [(words.store, false), (words.areaNow, false), (words.move, false)],
            tree.stores.map { store in
                let now = tree.place(of: store.id, on: tree.today)
                let others = (tree.places[store.id] ?? []).filter { $0 != now }.map { place in
                    "\(place.from.iso) " + (place.area.flatMap { names[$0] } ?? words.unassigned)
                }
                let area = now?.area.flatMap { names[$0] } ?? words.unassigned
                return [
                    HTML.words("\(store.id.digits) \(store.name)"),
                    (now?.area == nil ? "<span class=\"doubt\">" : "<span>")
                        + HTML.words(area) + "</span>"
                        + others.map { "<br><small>\(HTML.words($0))</small>" }.joined(),
                    move(store, now, tree),
                ]
            })
    }

    private func move(_ store: Store, _ now: StorePlace?, _ tree: Organisation) -> String {
        let key = ["store": store.id.digits]
        let isTyped = isTyped("move", key)
        let chosen = isTyped ? typed["area"] ?? "" : "\(now?.area ?? 0)"
        let options =
            [option("0", words.unassigned, chosen)]
            + tree.areas.map { option("\($0.id)", $0.name, chosen) }
        let from = isTyped ? typed["from"] ?? "" : tree.today.iso
        return form(
            "move", key,
            "<label>\(words.area)<select name=\"area\">\(options.joined())</select></label>"
                + "<label>\(words.fromDay)<input name=\"from\" size=\"10\" maxlength=\"10\" "
                + "placeholder=\"2026-01-31\" value=\"\(HTML.words(from))\"></label>"
                + button(words.moveStore))
    }

    private func managers(_ tree: Organisation, _ chosen: String?) -> String {
        let options =
            [option("", "–", chosen ?? "")]
            + tree.managers.map {
                option($0.id.digits, "\($0.id.digits) \($0.name)", chosen ?? "")
            }
        return "<label>\(words.areaManager)<select name=\"manager\">\(options.joined())"
            + "</select></label>"
    }

    private func option(_ value: String, _ text: String, _ chosen: String) -> String {
        "<option value=\"\(value)\"\(value == chosen ? " selected" : "")>"
            + "\(HTML.words(text))</option>"
    }

    private func name(_ value: String, _ label: String? = nil) -> String {
        "<label>\(label ?? words.placeName)<input name=\"name\" required maxlength=\"20\" "
            + "autocomplete=\"off\" value=\"\(HTML.words(value))\"></label>"
    }

    private func button(_ text: String) -> String { "<button type=\"submit\">\(text)</button>" }

    private func form(_ act: String, _ hidden: [String: String], _ content: String) -> String {
        let fields = hidden.sorted { $0.key < $1.key }.map { key, value in
            "<input type=\"hidden\" name=\"\(key)\" value=\"\(HTML.words(value))\">"
        }.joined()
        return "<form class=\"sign\" method=\"post\" action=\"\(links.link("/organisation"))\">"
            + "<input type=\"hidden\" name=\"act\" value=\"\(act)\">\(fields)\(content)</form>"
    }

    /// Whether this is the form that was refused.
    private func isTyped(_ act: String, _ key: [String: String]) -> Bool {
        typed["act"] == act && key.allSatisfy { typed[$0.key] == $0.value }
    }

    private func typedName(_ act: String, _ key: [String: String]) -> String? {
        isTyped(act, key) ? typed["name"] : nil
    }
}

extension ReportWords {
    var organisationHint: String {
        say(
            "名称和片长改了就生效。门店从所填营业日起归新片区，以前的日子仍算在原片区。",
            "Names and managers count at once. A store belongs to its new area from the business date on; "
                + "its earlier days stay in the old one.")
    }
    var newRegion: String { say("新建战区", "New region") }
    var newArea: String { say("新片区", "New area") }
    var placeName: String { say("名称", "Name") }
    var areaNow: String { say("今日归属", "Today in") }
    var move: String { say("调整", "Move") }
    var fromDay: String { say("起始营业日", "From business date") }
    var moveStore: String { say("调整归属", "Move") }
    var add: String { say("新建", "Add") }
    var save: String { say("保存", "Save") }
}
