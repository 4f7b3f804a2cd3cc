// The receipt on the screen, drawn from the very bytes a printer gets.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Persistence
internal import Receipts
internal import Retail

struct ReceiptRoutes {
    let counter: Counter
    let paper: Paper

    func add(to router: RouterGroup<TillContext>) {
        router.get("sales/:id/receipt.svg") { _, context in
            Reply.text(try await roll(context).svg(), type: "image/svg+xml; charset=utf-8")
        }
        router.get("sales/:id/receipt.txt") { _, context in
            Reply.text(try await roll(context).text, type: "text/plain; charset=utf-8")
        }
    }

    private func roll(_ context: TillContext) async throws -> PaperRoll {
        let session = try context.signedIn()
        let id = try Read.sale(context.parameters.require("id"))
        let moment = counter.driver.moment()
        let content = try await counter.driver.database.read { transaction in
            let job = try PrintJobTable.latest(of: id, store: session.store, in: transaction)
            return try ReceiptFacts.content(
                of: id, store: session.store, copy: job?.copy ?? 0, moment: moment,
                in: transaction)
        }
        guard let content else { throw OperatorNotice.notFoundHere(what: id.text) }
        return PaperRoll(reading: try ReceiptPrinter.bytes(content, on: paper), paper: paper)
    }
}
