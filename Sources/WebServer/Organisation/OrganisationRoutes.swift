// `/organisation`: the tree above the stores, seen and changed by finance.

internal import Checkout
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Persistence
internal import Retail

struct OrganisationRoutes {
    let counter: Counter

    /// *Unit*: bytes of a form.
    private static let formMax = 4_096

    func add(to router: RouterGroup<TillContext>) {
        router.get { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let tree = try await counter.organisation(by: session)
                return ReportRoutes.reply(OrganisationPage(words).page(tree))
            }
        }
        router.post { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                // First of all who asks: a refused person's form is not read.
                _ = try await counter.organisation(by: session)
                let form = try await form(request)
                do {
                    try await counter.change(try act(form), by: session)
                } catch let notice as OperatorNotice where notice != .overrideRefused {
                    let tree = try await counter.organisation(by: session)
                    return ReportRoutes.reply(
                        OrganisationPage(words, refused: notice, typed: form).page(tree),
                        status: .conflict)
                }
                let address = ReportLinks(isEnglish: words.isEnglish).link("/organisation")
                return .redirect(to: address, type: .normal)
            }
        }
    }

    private func act(_ form: [String: String]) throws -> OrganisationAct {
        let name = form["name"] ?? ""
        switch form["act"] {
        case "add-region": return .addRegion(name: name)
        case "region":
            return .renameRegion(try number(form, "id"), seen: form["seen"] ?? "", name: name)
        case "add-area":
            return .addArea(
                region: try number(form, "region"), name: name,
                manager: try staff(form, "manager"))
        case "area":
            return .changeArea(
                try number(form, "id"), seen: form["seen"] ?? "",
                seenManager: try staff(form, "seenManager"), name: name,
                manager: try staff(form, "manager"))
        case "move":
            guard let from = try? BusinessDate(iso: form["from"] ?? "") else {
                throw OperatorNotice.unreadable(field: "from")
            }
            let area = form["area"] ?? ""
            return .move(
                try Read.store(form["store"] ?? ""),
                area: area == "0" ? nil : try number(form, "area"), from: from)
        default: throw OperatorNotice.unreadable(field: "act")
        }
    }

    private func number(_ form: [String: String], _ field: String) throws -> Int64 {
        guard let number = Int64(form[field] ?? ""), (1...999_999).contains(number) else {
            throw OperatorNotice.unreadable(field: field)
        }
        return number
    }

    private func staff(_ form: [String: String], _ field: String) throws -> StaffID? {
        try Read.staff(form[field])
    }

    private func form(_ request: Request) async throws -> [String: String] {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: OrganisationRoutes.formMax)
        } catch is NIOTooManyBytesError {
            throw OperatorNotice.unreadable(field: "name")
        }
        // A form writes a blank as a plus.
        let text = String(buffer: buffer).replacing("+", with: "%20")
        let items = URLComponents(string: "?" + text)?.queryItems ?? []
        let fields = items.map { ($0.name, ($0.value ?? "").replacing("\0", with: "")) }
        return Dictionary(fields) { first, _ in first }
    }
}
