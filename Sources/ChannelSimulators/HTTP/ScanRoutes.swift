// The person scans a code that a till shows. A page has no camera here, so the codes on the tills'
// screens are listed, and one can be typed or pasted.

internal import Hummingbird
internal import Retail

struct ScanRoutes: Sendable {
    let books: Books

    private static let listMax = 20

    func add(to router: Router<NetworkContext>) {
        router.get("/phone/api/offers") { _, _ in
            let list = books.change { ledger, now in
                Array(ledger.openOffers(at: now).prefix(ScanRoutes.listMax))
            }
            return Response(.members(["offers": .array(list.map(\.description))]))
        }
        router.post("/phone/api/people/:id/scans") { request, context in
            guard let id = context.parameters.get("id"),
                let code = await request.wholeBody().flatMap({ JSON(reading: $0) })?["code"]?
                    .string
            else { return Response(refusing: "malformed", "code", status: .badRequest) }
            return scan(code, id)
        }
    }

    private func scan(_ code: String, _ id: String) -> Response {
        let result = books.change { ledger, now -> Result<(Order, Offer?), ScanRefusal> in
            do throws(ScanRefusal) {
                let order = try ledger.scan(code, account: id, at: now)
                return .success((order, ledger.offers[order.key]))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let (order, offer)):
            // What is told is that it was paid; the person has yet to.
            if let offer { books.notices.expect(offer.notice) }
            return Response(order.description)
        case .failure(let refusal):
            return Response(refusing: refusal.rawValue, refusal.rawValue, status: .conflict)
        }
    }
}

extension Offer {
    fileprivate var notice: Notice? {
        let wires: [String: Notice.Wire] = [
            "v2": .weChatV2, "v3": .weChatV3, "alipay": .alipay,
        ]
        return wires[wire].flatMap { Notice(notifyURL, $0, key) }
    }

    fileprivate var description: JSON {
        .members([
            "channel": .string(wallet.rawValue), "number": .string(number),
            "code": .string(code), "amountFen": .integer(amount.fen),
            "subject": .string(subject), "payableUntil": .integer(payableUntil.microseconds),
        ])
    }
}
